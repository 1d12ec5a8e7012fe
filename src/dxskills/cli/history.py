"""``log`` and ``retract``."""

from __future__ import annotations

from typing import Annotated

import typer

from dxskills.cli import options
from dxskills.cli.arguments import whole
from dxskills.cli.output import emit, target
from dxskills.cli.writing import emit_written, needed
from dxskills.errors import WrongUsage
from dxskills.i18n import N_, _

app = typer.Typer()


@app.command(
    "log",
    help=N_("Every entry, or those of one person, in the order of entry; retracted ones are marked."),
    epilog="""
dxskills log
dxskills log 00012345
""",
)
def log(
    context: typer.Context,
    staff: Annotated[
        str | None, typer.Argument(metavar="[STAFF]", help=N_("A staff number; without one, all."))
    ] = None,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.history import view

    where = target(form, output, encoding)
    with context.obj.open_registry() as registry:
        emit(view(registry.log(staff), registry.framework), where)


@app.command(
    "retract",
    help=N_(
        "Nothing is removed: the retraction is an entry of its own. Retracting a retraction brings the entry back."
        " --batch takes back everything that one import wrote."
    ),
    epilog="""
dxskills retract 128 --reason "wrong person"
dxskills retract --batch 20261124-ab12cd --reason "wrong file"
""",
)
def retract(
    context: typer.Context,
    seq: Annotated[
        str | None, typer.Argument(metavar="[SEQ]", help=N_("The number of the entry, as `dxskills log` shows it."))
    ] = None,
    batch: Annotated[
        str | None, typer.Option("--batch", metavar="BATCH", help=N_("An import, by its batch id."))
    ] = None,
    reason: options.Reason = "",
    form: options.Format = None,
    output: options.Output = None,
) -> None:
    where = target(form, output)
    if (seq is None) == (batch is None):
        raise WrongUsage("wrong-usage", _("Say either the number of an entry or --batch."))
    if not reason.strip():
        raise WrongUsage("wrong-usage", _("{name} is missing.").format(name="--reason"))
    with context.obj.open_registry() as registry:
        if batch is not None:
            written = registry.retract_batch(batch, reason)
        else:
            written = registry.retract(needed(whole(seq, "SEQ")), reason)
        emit_written(registry, written, where)
