"""``import``: files of people or records into the registry."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxskills.cli import options
from dxskills.cli.arguments import day_or_today
from dxskills.cli.errors import one_line, say, say_problems
from dxskills.cli.output import Target, emit, target, write_bytes
from dxskills.cli.progress import Bar
from dxskills.cli.session import today
from dxskills.errors import Refused, WrongUsage
from dxskills.i18n import N_, _, n_

if TYPE_CHECKING:
    from dxskills.cli.session import Session
    from dxskills.exchange.options import ImportOptions, ImportResult
    from dxskills.exchange.profiles.profile import Profile
    from dxskills.registry import Registry

app = typer.Typer()


@app.command(
    "import",
    help=N_(
        "KIND is staff, assignments, trainings, certifications, assessments, waivers or enrolments. Headers may be"
        " English or Japanese; encoding and dates are recognised, never guessed."
        "\n\n"
        "All or nothing: if any row is bad, nothing is written and every bad row is listed (exit code 3). Importing a"
        " file again changes nothing."
    ),
    epilog="""
dxskills import staff 職員名簿_20260401.csv --on 2026-04-01
dxskills import staff 人事異動_20261001.xlsx --on 2026-10-01 --sheet 異動一覧
dxskills import trainings 出席簿.xlsx --profile sign-in-sheet
dxskills import --suggest 受講結果.csv > lms.yaml
dxskills import trainings lms.csv --map "Finished=on" --date-format %m/%d/%Y --dry-run
dxskills import trainings 受講結果.csv --skip-invalid
dxskills import certifications 資格.csv --format json
""",
)
def import_(
    context: typer.Context,
    kind: Annotated[str | None, typer.Argument(metavar="KIND", help=N_("What the rows are."))] = None,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE…", help=N_("XLSX, CSV, TSV or JSON Lines files; - is standard input.")),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=N_("The day that a staff file speaks of. [today]"))
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            "--profile", metavar="PROFILE", help=N_("How the source writes its files: a profile or its file.")
        ),
    ] = None,
    suggest: Annotated[
        str | None,
        typer.Option("--suggest", metavar="FILE", help=N_("Import nothing; print a first profile for this file.")),
    ] = None,
    sheet: Annotated[
        list[str] | None,
        typer.Option(
            "--sheet", metavar="NAME", help=N_("The workbook's sheet, or all; repeatable. [all that have the header]")
        ),
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="HEADER=COLUMN", help=N_("Read the column of this header as that one; repeatable.")
        ),
    ] = None,
    date_format: Annotated[
        str | None, typer.Option("--date-format", metavar="FORMAT", help=N_("How dates are written, as in %m/%d/%Y."))
    ] = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help=N_("The files' encoding. [recognised]"))
    ] = None,
    input_format: Annotated[
        str | None,
        typer.Option("--input-format", metavar="csv|tsv|xlsx|jsonl", help=N_("The files' format. [by their ending]")),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help=N_("Replace entries about the same that say something else."))
    ] = False,
    skip_invalid: Annotated[
        bool,
        typer.Option(
            "--skip-invalid", help=N_("Write the good rows, and the bad ones to FILE.rejects.csv (exit code 1).")
        ),
    ] = False,
    rejects: Annotated[
        str | None, typer.Option("--rejects", metavar="FILE", help=N_("Where the bad rows go instead."))
    ] = None,
    complete: Annotated[
        bool, typer.Option("--complete", help=N_("The staff file lists everybody: name those who are not in it."))
    ] = False,
    mark_left: Annotated[
        bool, typer.Option("--mark-left", help=N_("With --complete: who is not in the file has left."))
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Do everything but write."))] = False,
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    from dxskills.exchange.options import ImportOptions

    if suggest is not None:
        if files or output is not None or form is not None:
            raise WrongUsage("wrong-usage", _("--suggest looks at one file, and prints what `> FILE` can save."))
        _suggest(context.obj, suggest, kind, input_format, encoding)
        return
    if kind is None or not files:
        raise WrongUsage("wrong-usage", _("Say what is imported and from where: dxskills import KIND FILE…"))
    where = target(form, output)
    if rejects is not None:
        from dxskills.cli.files import check_target

        check_target(Path(rejects))
    wanted = ImportOptions(
        on=day_or_today(on, "--on"),
        today=today(),
        encoding=encoding,
        mapping=dict(map(_mapped, mapping or ())),
        date_format=date_format,
        update=update,
        skip_invalid=skip_invalid,
        dry_run=dry_run,
        complete=complete,
        mark_left=mark_left,
        rejects=Path(rejects) if rejects is not None else None,
        input_format=input_format,
        sheets=sheet or (),
    )
    with context.obj.open_registry() as registry:
        if profile is not None:
            wanted = replace(wanted, profile=_profile(context.obj, profile, registry, kind))
        result = _import(registry, kind, files, wanted, where)
    _end(result)


def _import(registry: Registry, kind: str, files: list[str], wanted: ImportOptions, where: Target) -> ImportResult:
    """Import and print the counts; where a script reads, a refusal too, as the same document."""
    from dxskills.exchange.options import ImportResult
    from dxskills.render.views.importing import view

    with closing(Bar()) as bar:
        try:
            result = registry.import_files(kind, [Path(file) for file in files], replace(wanted, meter=bar))
        except Refused as refusal:
            bar.close()
            if where.form == "json":
                emit(view(ImportResult.of_refusal(kind, refusal), wanted.dry_run), where)
            raise
    emit(view(result, wanted.dry_run), where, plain=True)
    return result


def _profile(session: Session, name: str, registry: Registry, kind: str) -> Profile:
    from dxskills.exchange.profiles.finding import find_profile, profile_folders
    from dxskills.exchange.profiles.loading import load_profile

    found = load_profile(find_profile(name, profile_folders(session.framework_folder())), registry.framework)
    found.check_kind(kind)
    return found


def _suggest(session: Session, file: str, kind: str | None, form: str | None, encoding: str | None) -> None:
    """Print a first profile for a file, as it could be saved."""
    from dxskills.exchange.source import Source, check_format_is_said
    from dxskills.exchange.suggesting.opening import suggest_text

    check_format_is_said(Path(file), form)
    with session.open_registry() as registry, closing(Source(Path(file))) as source:
        text = suggest_text(source, kind, registry.framework, form=form, encoding=encoding)
    write_bytes(text.encode())


def _mapped(text: str) -> tuple[str, str]:
    header, equals, column = text.rpartition("=")
    if not equals or not header.strip() or not column.strip():
        raise WrongUsage("wrong-usage", _("--map: {text} is not HEADER=COLUMN."), text=text)
    return header.strip(), column.strip()


def _end(result: ImportResult) -> None:
    """Say on stderr what should be known besides the counts, and end in the right exit code."""
    for sentence in (*result.warnings, *result.notices):
        say(one_line(sentence))
    if result.refused:
        raise Refused(
            "bad-rows",
            n_(
                "{count} of {total} rows is bad, so nothing was written.",
                "{count} of {total} rows are bad, so nothing was written.",
                result.rejected,
            ),
            hint=_("Mend them and import the file again, or write the good rows alone with --skip-invalid."),
            problems=list(result.problems),
            count=result.rejected,
            total=result.read,
        )
    if result.problems:
        say_problems(result.problems)
    for path in result.rejects:
        say(one_line(_("The bad rows, each with its reason, are in {file}.").format(file=path)))
    if result.rejected:
        raise typer.Exit(1)
