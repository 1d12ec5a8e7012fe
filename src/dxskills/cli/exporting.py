"""``export``: the registry back out, in the formats that the import reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dxskills.cli import options
from dxskills.cli.errors import one_line, say
from dxskills.cli.output import ROW_FORMS, Target, emit, target, write_rows, writing_rows
from dxskills.i18n import N_

if TYPE_CHECKING:
    from dxskills.exchange.exporting.export import Export
    from dxskills.exchange.exporting.remarks import Remarks
    from dxskills.registry import Registry

app = typer.Typer()


@app.command(
    "export",
    help=N_(
        "KIND is staff, assignments, trainings, certifications, assessments, waivers or enrolments. Everything that"
        " stands is written, past and future, in the columns of the import."
        "\n\n"
        "All seven imported into an empty registry, in this order, give the same reports. What an import will not take"
        " is named on stderr."
    ),
    epilog="""
dxskills export staff --output staff.csv
dxskills export trainings --format jsonl > trainings.jsonl
dxskills export certifications --output 資格.xlsx
dxskills export staff --output staff.csv --encoding cp932
""",
)
def export(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=N_("What the rows are."))],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help=N_("Write to a file; its ending (.csv .tsv .json .jsonl .xlsx .txt) chooses the form."),
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="csv|tsv|json|jsonl|xlsx|table", help=N_("The form of the output. [csv]")),
    ] = None,
    encoding: options.Encoding = None,
) -> None:
    where = target(form, output, encoding, ROW_FORMS)
    with context.obj.open_registry() as registry:
        remarks = _export(registry, kind, where)
    for sentence in remarks.sentences(first_row=1 if where.form in ("json", "jsonl") else 2):
        say(one_line(sentence))


def _export(registry: Registry, kind: str, where: Target) -> Remarks:
    from dxskills.render.views.exporting import flat, view

    def show(export: Export) -> Remarks:
        emit(view(export), where)
        return export.remarks

    if where.form == "table":
        return registry.export(kind, show)
    with writing_rows(where) as file:

        def write(export: Export) -> Remarks:
            file.seek(0)
            file.truncate()
            write_rows(flat(export), where, file)
            return export.remarks

        return registry.export(kind, write)
