"""What can stand for an argument, by the name that its place has in the usage line: STAFF, ROLE, UNIT, …

For the shell's completion, and for asking somebody at a terminal. Everything is read as it lies there, and what cannot
be read has no choices: nothing here complains, writes or waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dxskills.errors import DxError
from dxskills.i18n import _, pick

if TYPE_CHECKING:
    from dxskills.cli.session import Session
    from dxskills.framework.model import Framework, Named
    from dxskills.index.glimpse import Glimpse

MOST = 100
"""More choices than this nobody looks through."""


class Choice(NamedTuple):
    """``value`` is what is typed, ``meaning`` says what it is; both are data, and may hold anything."""

    value: str
    meaning: str = ""


class Offer:
    """What the store and the framework of one command line have to choose from."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def choices(self, command: str, place: str, start: str = "") -> list[Choice]:
        """What can stand at ``place`` of the command and starts so; empty where that is not known."""
        name = place_name(place)
        finder = _NARROWER.get((command, name)) or FINDERS.get(name)
        try:
            found = finder(self, start) if finder is not None else _listed(name, start)
            return found[:MOST]
        except Exception:  # whatever is wrong with a file is said by the command that needs it
            return []

    def matching(self, command: str, place: str, part: str) -> list[Choice]:
        """What can stand at ``place`` and has ``part`` in it, or in what it means; capital or small, wide or narrow."""
        from dxskills.framework.spelling import fold

        found = self.choices(command, place, part)
        folded = fold(part)
        known = {choice.value for choice in found}
        try:
            others = self._everybody() if place_name(place) == "STAFF" else self.choices(command, place)
            found += (
                choice
                for choice in others
                if choice.value not in known and folded in fold(f"{choice.value} {choice.meaning}")
            )
        except Exception:  # as above
            pass
        return found[:MOST]

    def _everybody(self) -> Iterator[Choice]:
        from dxskills.journal.names import read_names

        names = read_names(self._session.store_folder())
        return (Choice(staff, f"{name.name} {name.kana or ''}".rstrip()) for staff, name in names.items())

    @cached_property
    def framework(self) -> Framework:
        """As the index has it, where it has it; else from the files, and from the index at any rate if they are bad."""
        from dxskills.framework.sources import read_sources

        try:
            sources = read_sources(self._session.framework_folder())
        except DxError:
            return self._remembered(None)
        try:
            return self._remembered(sources.hash)
        except LookupError:
            pass
        from dxskills.framework.load import load

        try:
            return load(sources)
        except DxError:
            return self._remembered(None)

    def _remembered(self, content_hash: str | None) -> Framework:
        try:
            with self.index() as glimpse:
                framework = glimpse.framework(content_hash)
        except Exception as error:
            raise LookupError from error
        if framework is None:
            raise LookupError
        return framework

    @contextmanager
    def index(self) -> Iterator[Glimpse]:
        from dxskills.index.database import default_folder
        from dxskills.index.glimpse import Glimpse
        from dxskills.journal.identity import read_identity

        store = self._session.store_folder()
        with Glimpse.of(store, read_identity(store).id, default_folder()) as glimpse:
            yield glimpse

    def names(self, people: Iterable[str]) -> dict[str, str]:
        from dxskills.journal.some_names import some_names

        try:
            return some_names(self._session.store_folder(), people)
        except (OSError, ValueError):
            return {}

    def profile_folders(self) -> Iterable[Path]:
        from dxskills.exchange.profiles.finding import profile_folders

        return profile_folders(self._session.framework_folder())


def place_name(place: str) -> str:
    """Without what says that it may be left out or repeated."""
    return place.strip("[]").removesuffix("…").removesuffix(",")


def _listed(name: str, start: str) -> list[Choice]:
    """The choices that the place itself lists, as in ``table|json|csv``."""
    words = name.split("|") if "|" in name and name.islower() else []
    return [Choice(word) for word in words if word.startswith(start)]


def _staff(offer: Offer, start: str) -> list[Choice]:
    from dxskills.recording.staff_numbers import fold_staff_number

    folded = fold_staff_number(start) if start else ""
    with offer.index() as index:
        found = index.staff(folded, MOST)
    names = offer.names(found)
    return [Choice(staff, names.get(staff, "")) for staff in found]


def _units(offer: Offer, start: str) -> list[Choice]:
    with offer.index() as index:
        return [Choice(path) for path in index.units(start.replace("／", "/"), MOST)]


def _batches(offer: Offer, start: str) -> list[Choice]:
    with offer.index() as index:
        return [Choice(batch, f"{at[:16].replace('T', ' ')} {by}") for batch, at, by in index.batches(start, MOST)]


def _entries(kind: str) -> Callable[[Offer, str], list[Choice]]:
    def find(offer: Offer, start: str) -> list[Choice]:
        return _named(getattr(offer.framework, kind).values(), start)

    return find


def _assigned_roles(offer: Offer, start: str) -> list[Choice]:
    return _named((role for role in offer.framework.roles.values() if role.membership == "assigned"), start)


def _named(entries: Iterable[Named], start: str) -> list[Choice]:
    """Those whose id starts so; where none does, names and aliases that do."""
    known = list(entries)
    folded = start.casefold()
    by_id = [Choice(entry.id, pick(entry.name)) for entry in known if entry.id.casefold().startswith(folded)]
    return by_id or [
        Choice(name, entry.id)
        for entry in known
        for name in (entry.name.ja, entry.name.en, *entry.aliases)
        if name and name.casefold().startswith(folded)
    ]


def _requirements(offer: Offer, start: str) -> list[Choice]:
    from dxskills.render.views.labels import requirement_name

    return [
        Choice(q.path, requirement_name(offer.framework, role.id, q.id))
        for role in offer.framework.roles.values()
        for q in role.requirements
        if q.path.startswith(start)
    ]


def _kinds(_offer: Offer, start: str) -> list[Choice]:
    from dxskills.exchange.forms import FORMS

    return [Choice(kind) for kind in FORMS if kind.startswith(start)]


def _statuses(_offer: Offer, start: str) -> list[Choice]:
    """Several with commas between them: the last one is being typed."""
    from dxskills.analysis.results import STATUSES
    from dxskills.render.views.labels import status_word

    before, comma, last = start.rpartition(",")
    return [
        Choice(before + comma + status, status_word(status))
        for status in STATUSES
        if status.startswith(last) and status not in before.split(",")
    ]


def _outcomes(_offer: Offer, start: str) -> list[Choice]:
    from dxskills.recording.records import OUTCOMES
    from dxskills.render.views.labels import outcome_word

    return [Choice(word, outcome_word(word)) for word in OUTCOMES if word.startswith(start)]


def _profiles(offer: Offer, start: str) -> list[Choice]:
    names = {
        path.stem
        for folder in offer.profile_folders()
        if folder.is_dir()
        for path in folder.iterdir()
        if path.suffix in (".yaml", ".yml")
    }
    return [Choice(name) for name in sorted(names) if name.startswith(start)]


def _days(_offer: Offer, start: str) -> list[Choice]:
    from dxskills.cli.session import today

    days = (Choice("today", _("today's date")), Choice(today().isoformat(), _("today's date")))
    return [day for day in days if day.value.startswith(start)]


def _nothing(_offer: Offer, _start: str) -> list[Choice]:
    return []


FINDERS: Mapping[str, Callable[[Any, str], list[Choice]]] = {
    "STAFF": _staff,
    "UNIT": _units,
    "ROLE": _entries("roles"),
    "TRAINING": _entries("trainings"),
    "CERTIFICATION": _entries("certifications"),
    "SKILL": _entries("skills"),
    "APPOINTMENT": _entries("appointments"),
    "ROLE/REQUIREMENT": _requirements,
    "KIND": _kinds,
    "STATUS": _statuses,
    "OUTCOME": _outcomes,
    "PROFILE": _profiles,
    "BATCH": _batches,
    "DATE": _days,
}
"""By :func:`place_name`."""

_NARROWER: Mapping[tuple[str, str], Callable[[Any, str], list[Choice]]] = {
    ("assign", "ROLE"): _assigned_roles,
    ("unassign", "ROLE"): _assigned_roles,
    ("candidates", "ROLE"): _assigned_roles,
    ("staff add", "STAFF"): _nothing,  # a new one
}
