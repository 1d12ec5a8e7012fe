"""Reading a profile: its form and what it says of columns and values, every fault at its place and all in one go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dxskills.errors import Problem, Refused
from dxskills.exchange.profiles.checking import check_profile
from dxskills.exchange.profiles.profile import OutsideCell, Profile, column_name, fold_cell
from dxskills.framework.faults import Faults
from dxskills.framework.model import Framework, Text
from dxskills.framework.place import Place
from dxskills.framework.profile_file import LARGEST_PROFILE, ProfileDocument, cell_place, read_document
from dxskills.i18n import _


def load_profile(path: Path, framework: Framework) -> Profile:
    """The profile in a file; refuses one with faults ("profile-faults") and lists every fault."""
    profile, problems = inspect_profile(_read(path), str(path), framework)
    if profile is None:
        raise Refused(
            "profile-faults",
            _("The profile {file} has faults ({count}), so nothing was read with it."),
            hint=_("Mend the places named."),
            problems=problems,
            file=str(path),
            count=len(problems),
        )
    return profile


def inspect_profile(raw: bytes, file: str, framework: Framework) -> tuple[Profile | None, list[Problem]]:
    """The profile and no problem, or None and every fault, by line and column."""
    faults = Faults()
    tree, document = read_document(raw, file, faults)
    if tree is not None:
        check_profile(Place(tree, file, faults), framework)
    if faults or document is None:
        return None, faults.problems()
    return _profile(document, file, framework.organisation.unit_levels), []


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_PROFILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused("unreadable-file", _("{file} cannot be read: {reason}."), file=str(path), reason=reason) from None
    if len(raw) > LARGEST_PROFILE:
        message = _("{file} is larger than {limit} MB, so it is no profile.")
        raise Refused("file-too-large", message, file=str(path), limit=LARGEST_PROFILE // 1024**2)
    return raw


def _profile(document: ProfileDocument, file: str, levels: tuple[str, ...]) -> Profile:
    values = {column_name(column): meanings for column, meanings in (document.values or {}).items()}
    constants = {column_name(column): value for column, value in (document.constants or {}).items() if value}
    columns = {header: column and column_name(column) for header, column in (document.columns or {}).items()}
    return Profile(
        path=file,
        kind=document.kind,
        name=Text(document.name.ja, document.name.en) if document.name else None,
        summary=Text(document.summary.ja, document.summary.en) if document.summary else None,
        format=document.format,
        encoding=document.encoding,
        sheets=document.sheets or (),
        header_row=document.header_row,
        columns=columns,
        values={
            column: {fold_cell(written): meaning for written, meaning in meanings.items()}
            for column, meanings in values.items()
        },
        constants=constants,
        cells=tuple(_cells(document)),
        date_format=document.date_format,
        duplicates=document.duplicates,
        levels=levels,
    )


def _cells(document: ProfileDocument) -> Iterator[OutsideCell]:
    for column, cell in (document.cells or {}).items():
        row, number = cell_place(cell.at)
        yield OutsideCell(column_name(column), cell.at, row, number - 1, cell.pattern)
