"""Finding what somebody means by a role, a training, … : by id, by name in either language, or by alias.

An id as it is written comes first, then an id in other letters, then names and aliases; all but the first are compared
folded (NFKC, case, blanks). What was worked out stays with the framework, so that a million look-ups are a million
reads of a dictionary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dxskills.errors import Refused
from dxskills.framework.model import (
    Appointment,
    Category,
    Certification,
    Domain,
    Framework,
    Named,
    Requirement,
    Role,
    Skill,
    Text,
    Training,
)
from dxskills.framework.spelling import fold
from dxskills.i18n import _

if TYPE_CHECKING:
    from dxskills.framework.suggestion import Vocabulary

MOST_REMEMBERED = 20_000
"""Spellings kept per kind: files repeat few, and a bad file must not fill the memory."""


def find_role(framework: Framework, text: str) -> Role:
    """The role meant; refuses "unknown-role" and "ambiguous-name"."""
    role: Role = _find(framework, "role", text)
    return role


def find_training(framework: Framework, text: str) -> Training:
    """The training meant; refuses "unknown-training" and "ambiguous-name"."""
    training: Training = _find(framework, "training", text)
    return training


def find_certification(framework: Framework, text: str) -> Certification:
    """The certification meant; refuses "unknown-certification" and "ambiguous-name"."""
    certification: Certification = _find(framework, "certification", text)
    return certification


def find_skill(framework: Framework, text: str) -> Skill:
    """The skill meant; refuses "unknown-skill" and "ambiguous-name"."""
    skill: Skill = _find(framework, "skill", text)
    return skill


def find_appointment(framework: Framework, text: str) -> Appointment:
    """The appointment meant; refuses "unknown-appointment" and "ambiguous-name"."""
    appointment: Appointment = _find(framework, "appointment", text)
    return appointment


def find_category(framework: Framework, text: str) -> Category:
    """The category meant; refuses "unknown-category" and "ambiguous-name"."""
    category: Category = _find(framework, "category", text)
    return category


def find_domain(framework: Framework, text: str) -> Domain:
    """The domain meant; refuses "unknown-domain" and "ambiguous-name"."""
    domain: Domain = _find(framework, "domain", text)
    return domain


def find_requirement(framework: Framework, text: str) -> Requirement:
    """The requirement meant by ``role/requirement``, each by id or name; refuses like the others."""
    requirement: Requirement = _find(framework, "requirement", text)
    return requirement


FINDERS: Mapping[str, Callable[[Framework, str], Any]] = {
    "training": find_training,
    "certification": find_certification,
    "role": find_role,
    "skill": find_skill,
    "appointment": find_appointment,
    "requirement": find_requirement,
}
"""By the kind of thing, as columns of files are called that name one."""


class _Spelling(NamedTuple):
    id: str
    names: tuple[str, ...]
    entry: Any


class _Table:
    """What every folded spelling can mean."""

    def __init__(self, spellings: Iterable[_Spelling]) -> None:
        self.entries: dict[str, Any] = {}
        self._by_id: dict[str, tuple[str, ...]] = {}
        self._by_name: dict[str, tuple[str, ...]] = {}
        self._names: list[str] = []
        self._vocabulary: Vocabulary | None = None
        for spelling in spellings:
            self.entries[spelling.id] = spelling.entry
            _add(self._by_id, spelling.id, spelling.id)
            for name in spelling.names:
                _add(self._by_name, name, spelling.id)
            self._names.extend(spelling.names)

    def ids(self, text: str) -> tuple[str, ...]:
        folded = fold(text)
        return self._by_id.get(folded) or self._by_name.get(folded, ())

    def near(self, text: str) -> str | None:
        """The spelling closest to ``text``: an id for an id, a name for a name."""
        if self._vocabulary is None:
            from dxskills.framework.suggestion import Vocabulary

            self._vocabulary = Vocabulary([*self._names, *self.entries])
        return self._vocabulary.near(text)


def _add(table: dict[str, tuple[str, ...]], spelling: str, entry_id: str) -> None:
    folded = fold(spelling)
    ids = table.get(folded, ())
    if entry_id not in ids:
        table[folded] = (*ids, entry_id)


def _names(name: Text | None, aliases: Iterable[str] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in (*(name or ()), *aliases) if text))


def _spellings(entries: Iterable[Named]) -> Iterator[_Spelling]:
    for entry in entries:
        yield _Spelling(entry.id, _names(entry.name, entry.aliases), entry)


def _requirement_spellings(framework: Framework) -> Iterator[_Spelling]:
    for role in framework.roles.values():
        role_names = (role.id, *_names(role.name, role.aliases))
        for requirement in role.requirements:
            own = (requirement.id, *_names(requirement.name))
            names = tuple(f"{before}/{after}" for before in role_names for after in own)
            yield _Spelling(requirement.path, names[1:], requirement)


def _table(framework: Framework, kind: str) -> _Table:
    key = f"table of {kind}"
    if key not in framework.tables:
        spellings = (
            _requirement_spellings(framework) if kind == "requirement" else _spellings(_entries(framework, kind))
        )
        framework.tables[key] = _Table(spellings)
    table: _Table = framework.tables[key]
    return table


def _entries(framework: Framework, kind: str) -> Iterable[Named]:
    plural = "categories" if kind == "category" else f"{kind}s"
    entries: Mapping[str, Named] = getattr(framework, plural)
    return entries.values()


def _find(framework: Framework, kind: str, text: str) -> Any:
    try:
        return framework.tables[kind][text]
    except KeyError:
        known = framework.tables.setdefault(kind, {})
    table = _table(framework, kind)
    found = table.entries.get(text)
    if found is None:
        found = table.entries[_only(kind, text, table)]
    if len(known) < MOST_REMEMBERED:
        known[text] = found
    return found


def _only(kind: str, text: str, table: _Table) -> str:
    """The one id meant by ``text``; refuses none and several."""
    ids = table.ids(text)
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise Refused(
            "ambiguous-name",
            _("{name} is the name of several: {ids}."),
            hint=_("Give the id of the one you mean."),
            name=text,
            ids=", ".join(sorted(ids)),
        )
    near = table.near(text)
    raise Refused(
        f"unknown-{kind}",
        _unknown(kind),
        hint=_list_hint(kind) if near is None else _("Did you mean {near}?"),
        text=text,
        near=near or "",
    )


def _unknown(kind: str) -> str:
    return {
        "role": _("There is no role {text}."),
        "training": _("There is no training {text}."),
        "certification": _("There is no certification {text}."),
        "skill": _("There is no skill {text}."),
        "appointment": _("There is no appointment {text}."),
        "category": _("There is no category {text}."),
        "domain": _("There is no domain {text}."),
        "requirement": _("There is no requirement {text}."),
    }[kind]


def _list_hint(kind: str) -> str:
    return {
        "role": _("`dxskills roles list` shows all of them."),
        "training": _("`dxskills trainings list` shows all of them."),
        "certification": _("`dxskills certifications list` shows all of them."),
        "skill": _("`dxskills skills list` shows all of them."),
        "appointment": _("The appointments are listed in roles.yaml."),
        "category": _("The categories are listed in roles.yaml."),
        "domain": _("The domains are listed in trainings.yaml."),
        "requirement": _("Write it as role/requirement; `dxskills roles show` shows a role's requirements."),
    }[kind]
