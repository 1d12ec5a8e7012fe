"""What an import is told beside its files, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dxskills.errors import Problem, Refused, WrongUsage
from dxskills.exchange.meter import Meter
from dxskills.exchange.profiles.profile import Profile
from dxskills.exchange.source import STDIN
from dxskills.i18n import _


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How files are to be read and taken.

    ``on`` is the day that a staff file states the people of; ``mapping`` goes from a file's header to a column;
    ``date_format`` is of ``strptime`` and then the only way to write a date; ``update`` replaces entries of the same
    key; ``complete`` says that a staff file lists everybody, ``mark_left`` that who is not in it has left; ``rejects``
    is where the rows that ``skip_invalid`` skips are written (default: beside each file). ``sheets`` are the sheets of
    a workbook to read ("all" for every one; default: all visible ones that have the header); ``profile`` is how the
    files' source writes them, before which the other options go. ``meter`` is told how far the import is.
    """

    on: date
    today: date
    encoding: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    date_format: str | None = None
    update: bool = False
    skip_invalid: bool = False
    dry_run: bool = False
    complete: bool = False
    mark_left: bool = False
    rejects: Path | None = None
    input_format: str | None = None
    sheets: Sequence[str] = ()
    profile: Profile | None = None
    meter: Meter = field(default_factory=Meter)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of the files. The counts are of rows: ``read`` is the sum of the other four, unless it was refused.

    ``refused`` says that rows with problems kept everything from being written; ``added`` and ``updated`` are then 0.
    In a dry run the counts are of what would have been. ``warnings`` are to be looked at, ``notices`` to be known.
    """

    kind: str
    read: int
    added: int
    unchanged: int
    updated: int
    rejected: int
    problems: tuple[Problem, ...] = ()
    batch: str | None = None
    warnings: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    refused: bool = False
    rejects: tuple[Path, ...] = ()

    @classmethod
    def of_refusal(cls, kind: str, refusal: Refused) -> ImportResult:
        """The result for a file that was refused as a whole, before any of its rows was looked at."""
        file = str(refusal.params.get("file", ""))
        sheet = refusal.params.get("sheet")
        whole = Problem(file, None, None, None, refusal.code, refusal.message, None if sheet is None else str(sheet))
        problems = refusal.problems or [whole]
        return cls(kind, read=0, added=0, unchanged=0, updated=0, rejected=0, problems=tuple(problems), refused=True)

    def as_dict(self) -> dict[str, Any]:
        """The document ``dxskills/import/1``. Where a row is at fault as a whole, its column is blank."""
        return {
            "schema": "dxskills/import/1",
            "kind": self.kind,
            "read": self.read,
            "added": self.added,
            "unchanged": self.unchanged,
            "updated": self.updated,
            "rejected": self.rejected,
            "problems": [problem.as_dict() | {"column": problem.column or ""} for problem in self.problems],
            "batch": self.batch,
        }


def check_options(kind: str, files: Sequence[Path], options: ImportOptions) -> None:
    """Refuse what makes no sense together."""
    if options.mark_left and not options.complete:
        raise WrongUsage("wrong-usage", _("--mark-left is for a file that lists everybody: say --complete too."))
    if options.complete and kind != "staff":
        raise WrongUsage("wrong-usage", _("--complete is for staff files."))
    if options.rejects is not None and len(files) > 1:
        raise WrongUsage("wrong-usage", _("--rejects names one file, so import one file at a time with it."))
    if options.skip_invalid and any(_is_among(rejects_path(path, options.rejects), files) for path in files):
        raise WrongUsage("wrong-usage", _("The rejected rows would be written over a file that is imported."))
    if options.date_format is not None:
        from dxskills.exchange.date_forms import check_date_format

        check_date_format(options.date_format)


def rejects_path(path: Path, said: Path | None) -> Path:
    """Where the rejected rows of ``path`` go: where it was said, else beside it."""
    if said is not None:
        return said
    return Path("stdin.rejects.csv") if str(path) == STDIN else path.with_name(path.name + ".rejects.csv")


def _is_among(target: Path, files: Sequence[Path]) -> bool:
    try:
        return any(path.exists() and target.exists() and path.samefile(target) for path in files)
    except (OSError, ValueError):
        return False
