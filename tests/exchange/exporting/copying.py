"""A registry exported whole and imported into an empty one, and everything that both answer, made comparable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from dxskills import ImportOptions, ImportResult, Registry
from dxskills.exchange.columns import FORMS
from dxskills.exchange.exporting.export import Export
from dxskills.exchange.exporting.remarks import Remark
from dxskills.journal.journal import Journal
from dxskills.render import json_text, separated, workbook
from dxskills.render.views.exporting import flat

KINDS = tuple(FORMS)
NUMBERS = re.compile(r"(?<=[Ee]ntry )\d+|(?<=entries )\d+ and \d+|(?<=retract )\d+")
TODAY = date(2026, 11, 24)

WRITERS: dict[str, Callable[[Export, BinaryIO], None]] = {
    "csv": lambda export, file: separated.write(flat(export), "csv", "utf-8-sig", file),
    "tsv": lambda export, file: separated.write(flat(export), "tsv", "utf-8", file),
    "cp932.csv": lambda export, file: separated.write(flat(export), "csv", "cp932", file),
    "json": lambda export, file: json_text.write_array(flat(export), file),
    "jsonl": lambda export, file: json_text.write_lines(flat(export), file),
    "xlsx": lambda export, file: workbook.write(flat(export), file),
}


def export_to(registry: Registry, kind: str, path: Path, form: str) -> tuple[list[Remark], int]:
    """Writes one kind; the remarks, and how many rows there were."""
    rows = 0

    def counted(export: Export) -> Iterator[tuple[object, ...]]:
        nonlocal rows
        for row in export.rows:
            rows += 1
            yield row

    def write(export: Export) -> list[Remark]:
        with path.open("wb") as file:
            WRITERS[form](Export(export.kind, export.columns, counted(export), export.remarks, export.numeric), file)
        return export.remarks.kept

    return registry.export(kind, write), rows


def export_all(registry: Registry, folder: Path, form: str = "csv") -> tuple[dict[str, Path], list[Remark]]:
    """All kinds of which there is anything, in order, and what was remarked on."""
    folder.mkdir(exist_ok=True)
    files: dict[str, Path] = {}
    remarks: list[Remark] = []
    for kind in KINDS:
        path = folder / f"{kind}.{form}"
        found, rows = export_to(registry, kind, path, form)
        remarks += found
        if rows:
            files[kind] = path
    return files, remarks


def import_all(registry: Registry, files: dict[str, Path], **options: Any) -> dict[str, ImportResult]:
    wanted = ImportOptions(on=TODAY, today=TODAY, **options)
    return {kind: registry.import_files(kind, [path], wanted) for kind, path in files.items()}


@contextmanager
def empty_copy(registry: Registry, framework: Path, folder: Path) -> Iterator[Registry]:
    """A registry with the same framework and nothing in it."""
    start = registry.framework.organisation.fiscal_year_start
    Journal.create(folder / "store", year_start=start)
    moment = datetime(2026, 11, 24, 3, tzinfo=UTC)
    with Registry.open(
        folder / "store", framework, by="copyist", clock=lambda: moment, index_folder=folder / "index"
    ) as copy:
        yield copy


# --- what both answer


def answers(registry: Registry, days: Sequence[date]) -> Iterator[tuple[str, bytes]]:
    """Everything that can be asked on these days, less what is of the one journal only."""
    everybody = registry.index.people() if registry.index.seq else []
    for day in days:
        yield f"report {day}", _bytes(_report(registry, day))
        yield f"staff list {day}", _bytes([row.as_dict() for row in registry.staff(day)])
        for staff in everybody:
            yield f"why {staff} {day}", _bytes(_why(registry.why(staff, as_of=day).as_dict()))
            yield f"staff show {staff} {day}", _bytes(_page(registry.person(staff, as_of=day).as_dict()))


def _bytes(answer: Any) -> bytes:
    return orjson.dumps(answer)


def _report(registry: Registry, day: date) -> Any:
    report = registry.report(day, people=True).as_dict()
    del report["journal"]
    for row in report["people"]:
        row["evidence"] = bool(row["evidence"])
    return report


def _why(answer: Any) -> Any:
    """Entries are numbered anew, and which of two equally good ones decides goes by their number."""
    for verdict in answer["verdicts"]:
        verdict["held"]["entry"] = None
        verdict["evidence"] = bool(verdict["evidence"])
        for alternative in verdict["alternatives"]:
            for found in alternative["found"]:
                found["entry"] = found["decides"] = None
                found["revoked_by"] = found["revoked_by"] is not None
            alternative["found"].sort(key=_bytes)
        if verdict["waiver"]:
            verdict["waiver"]["entry"] = None
        for planned in verdict["planned"]:
            planned["entry"] = None
    for other in answer["not_asked"]:
        other["params"].pop("entry", None)
    return answer


def _page(answer: Any) -> Any:
    for lines in ("roles", "trainings", "certifications", "assessments", "waivers", "enrolments"):
        for line in answer[lines]:
            line["entry"] = None
        answer[lines].sort(key=_bytes)
    for row in answer["obligations"]:
        row["evidence"] = bool(row["evidence"])
    return answer


def findings(registry: Registry) -> list[Any]:
    found = registry.check(TODAY).as_dict()["findings"]
    for finding in found:
        finding["entry"] = None
        for sentence in ("message", "remedy", "command"):
            finding[sentence] = NUMBERS.sub("…", finding[sentence] or "")
    return sorted(found, key=_bytes)
