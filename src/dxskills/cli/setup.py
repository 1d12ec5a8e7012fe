"""``init`` and ``demo``: how a registry begins."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxskills.cli import arguments, options, session
from dxskills.cli.errors import one_line, say
from dxskills.cli.output import Target, emit, target, write_text
from dxskills.cli.progress import Bar
from dxskills.errors import Refused, WrongUsage
from dxskills.i18n import N_, _

if TYPE_CHECKING:
    from dxskills.registry import Registry

app = typer.Typer()

DEMO_FOLDER = "dxskills-demo"
_DEMO_DAYS = (date(2024, 4, 1), date(2099, 12, 31))
"""The days that there can be a sample office of: the matrix it is measured by is of April 2023."""


@app.command(
    "init",
    help=N_(
        "Makes dxskills.toml, data/ with the shipped talent matrix for you to edit, and an empty store/. Nothing that"
        " is there already is overwritten."
    ),
    epilog="""
dxskills init
dxskills init registry
""",
)
def init(
    folder: Annotated[
        str, typer.Argument(metavar="[DIR]", help=N_("The folder. [this one]"), show_default=False)
    ] = ".",
) -> None:
    from dxskills.registry import Registry

    made = Registry.init(Path(folder))
    lines = [
        one_line(_("A new registry is in {folder}.").format(folder=made.parent.resolve())),
        "",
        _("What next:"),
        *([f"  cd {_typed(folder)}"] if folder != "." else []),
        "  dxskills roles list",
        "  dxskills framework check",
        f"  dxskills import staff {_('staff.csv')} --on {session.today().isoformat()}",
        "  dxskills report",
    ]
    write_text("\n".join(lines) + "\n")


@app.command(
    "demo",
    help=N_(
        "Three hundred invented people, as the files that the systems and desks of an office export: imported one after"
        " the other, then reported on. The folder must be new or empty."
    ),
    epilog="""
dxskills demo
dxskills demo office
dxskills demo office --on 2026-11-24
""",
)
def demo(
    folder: Annotated[
        str, typer.Argument(metavar="[DIR]", help=N_("The folder. [dxskills-demo]"), show_default=False)
    ] = DEMO_FOLDER,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=N_("The day that the office is of. [today]"))
    ] = None,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    where = target(form, output, encoding)
    office = Path(folder)
    day = _demo_day(on)
    _refuse_if_used(office)
    from dxskills.registry import Registry

    config = Registry.init(office)
    by = os.environ.get("DXSKILLS_BY") or None
    with Registry.open(office / "store", office / "data", by=by, clock=session.now) as registry:
        _import_everything(registry, config.parent / "files", day)
        _report(registry, where, day)
    _say_what_next(office)


def _demo_day(on: str | None) -> date:
    day = arguments.day_or_today(on, "--on")
    first, last = _DEMO_DAYS
    if on is not None and not first <= day <= last:
        raise WrongUsage(
            "bad-date",
            _("{option}: there is a sample office of the days from {first} to {last} only."),
            option="--on",
            first=first.isoformat(),
            last=last.isoformat(),
        )
    return day


def _refuse_if_used(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()) or (folder.is_dir() and any(folder.iterdir())):
        raise Refused(
            "exists",
            _("{folder} is there already and is not empty."),
            hint=_("Name another folder (`dxskills demo DIR`), or remove this one."),
            folder=str(folder),
        )


def _import_everything(registry: Registry, folder: Path, today: date) -> None:
    from dxskills.demo import generate
    from dxskills.exchange.options import ImportOptions

    folder.mkdir(mode=0o700)
    for file in generate(folder, today):
        with closing(Bar()) as bar:
            options_ = ImportOptions(on=file.as_of or today, today=today, meter=bar)
            result = registry.import_files(file.kind, [file.path], options_)
        if result.problems:  # the sample office is ours: that its files are sound is ours to see to
            raise AssertionError(file.path.name, result.problems[0].code)
        text = _("import {kind} {file}: {added} added")
        say(text.format(kind=file.kind, file=file.path.name, added=result.added))


def _report(registry: Registry, where: Target, day: date) -> None:
    from dxskills.render.views.report import view

    emit(view(registry.report(day), registry.framework), where)


def _say_what_next(folder: Path) -> None:
    say("")
    lies = _("The sample office lies in {folder}; delete the folder to be rid of it. Try:")
    say(one_line(lies.format(folder=folder.resolve())))
    say(f"  cd {_typed(str(folder))}")
    for command in (
        "report --dept",
        "report --dept 総務部 --people",
        "staff list --dept 総務部",
        "roles show dx-leader",
    ):
        say(f"  dxskills {command}")


def _typed(path: str) -> str:
    """The path as it is to be typed: quoted where a blank would part it."""
    shown = one_line(path)
    return f'"{shown}"' if " " in shown else shown
