"""``store``: the files themselves, whatever the framework says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxskills.cli import options
from dxskills.cli.output import emit, target, write_text
from dxskills.i18n import N_

if TYPE_CHECKING:
    from dxskills.journal.journal import Journal

app = typer.Typer()


def _journal(context: typer.Context) -> Journal:
    from dxskills.journal.journal import Journal

    return Journal.open(context.obj.store_folder())


@app.command(
    "store verify",
    help=N_(
        "Tells after a failed disk or an unknown outcome what is there: every entry up to the last acknowledged one,"
        " each tied to the one before it. Ends with 5 and names the place if anything is damaged, with 1 if --expect is"
        " not met."
    ),
    epilog="""
dxskills store verify
dxskills store verify --expect heads.txt
""",
)
def verify(
    context: typer.Context,
    expect: Annotated[
        str | None,
        typer.Option(
            "--expect",
            metavar="LINE|FILE",
            help=N_("A line that `store head` printed, or a file of them: the store must have gone through each."),
        ),
    ] = None,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.journal import headline
    from dxskills.render.views.store import verification_view

    where = target(form, output, encoding)
    emit(verification_view(headline.verify(_journal(context), expect)), where)


@app.command(
    "store head",
    help=N_(
        "Whoever keeps the line somewhere else, on paper or in a mail, can tell later with `store verify --expect`"
        " whether the store was put back to an earlier day or rewritten."
    ),
    epilog="""
dxskills store head
dxskills store head --format json
""",
)
def head(
    context: typer.Context,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.journal.headline import head_line
    from dxskills.render.views.store import head_view

    where = target(form, output, encoding)
    line = head_line(_journal(context))
    if where.form == "table" and where.path is None:
        # Never broken to fit a terminal.
        write_text(line.text() + "\n")
    else:
        emit(head_view(line), where)


@app.command(
    "store info",
    help=N_("Where it lies, which store it is, and its last entry's number and hash."),
    epilog="""
dxskills store info --format json
""",
)
def info(
    context: typer.Context,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.store import info_view

    where = target(form, output, encoding)
    journal = _journal(context)
    emit(info_view(journal, journal.head(), len(journal.names())), where)


@app.command(
    "store backup",
    help=N_(
        "The copy is a store as it was at one moment, read through before it gets its name: look into it with --store,"
        " or copy it back into the store's place. The head line is to be kept elsewhere."
    ),
    epilog="""
dxskills store backup /backup/2026-11-24
dxskills --store /backup/2026-11-24 store verify
""",
)
def backup(
    context: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help=N_("A folder that does not exist yet."))],
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.journal.backup import back_up
    from dxskills.render.views.store import backup_view

    where = target(form, output, encoding)
    emit(backup_view(back_up(_journal(context), Path(folder))), where)


@app.command(
    "store repair",
    help=N_(
        "Keeps what the chain of entries proves, sets aside in quarantine/ what was never acknowledged, and builds"
        " HEAD, LOCK and people.json anew where they are damaged. Where acknowledged entries were changed or lost it"
        " ends with 5 and changes nothing, unless --to-quarantine says that all from there on is to be set aside."
    ),
    epilog="""
dxskills store repair --dry-run
dxskills store repair
""",
)
def repair(
    context: typer.Context,
    to_quarantine: Annotated[
        bool,
        typer.Option(
            "--to-quarantine", help=N_("Set aside everything from the first damaged entry on, for want of a backup.")
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help=N_("Only say what would be done; ends with 1 if there is anything.")),
    ] = False,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.journal.repair import repair
    from dxskills.render.views.store import repair_view

    where = target(form, output, encoding)
    done = repair(_journal(context), to_quarantine=to_quarantine, dry_run=dry_run)
    emit(repair_view(done), where)
    if dry_run and done.plan.findings:
        raise typer.Exit(1)
