"""The arguments and options that several commands share, each written once."""

from __future__ import annotations

from typing import Annotated

import typer

from dxskills.i18n import N_

Staff = Annotated[str, typer.Argument(metavar="STAFF", help=N_("A staff number; leading zeros matter."))]
People = Annotated[list[str], typer.Argument(metavar="STAFF…", help=N_("One or several staff numbers."))]
Role = Annotated[str, typer.Argument(metavar="ROLE", help=N_("A role: its id, its name in either language, an alias."))]
Training = Annotated[str, typer.Argument(metavar="TRAINING", help=N_("A training: its id, name or alias."))]
Certification = Annotated[
    str, typer.Argument(metavar="CERTIFICATION", help=N_("A certification: its id, name or alias."))
]
Skill = Annotated[str, typer.Argument(metavar="SKILL", help=N_("A skill: its id, name or alias."))]

On = Annotated[str, typer.Option("--on", metavar="DATE", help=N_("The day: 2026-04-01, R8.4.1, 令和8年4月1日, today."))]
OnOrToday = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help=N_("The day: 2026-04-01, R8.4.1, 令和8年4月1日. [today]"))
]
Unit = Annotated[
    str | None,
    typer.Option("--unit", metavar="UNIT", help=N_("The unit: its full path, or a tail of it that is unique.")),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why; it is kept with the entry."))]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))]

Dept = Annotated[str | None, typer.Option("--dept", metavar="UNIT", help=N_("This unit and what is below it."))]
InRole = Annotated[str | None, typer.Option("--role", metavar="ROLE", help=N_("This role only."))]

AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=N_("The date the answer speaks of. [today]"))]
KnownAt = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="TIME",
        help=N_("Answer with what was entered by then only: 2026-11-01, 2026-11-01T09:00."),
    ),
]
Horizon = Annotated[
    str | None, typer.Option("--horizon", metavar="DAYS", help=N_("What ends within so many days is expiring. [90]"))
]

Anonymise = Annotated[
    bool,
    typer.Option(
        "--anonymise", help=N_("Pseudonyms, new ones each time, instead of staff numbers; no names or free texts.")
    ),
]

Format = Annotated[
    str | None,
    typer.Option("--format", metavar="table|json|csv|tsv|xlsx|md|html", help=N_("The form of the output. [table]")),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=N_("Write to a file; its ending (.html .xlsx .md .csv …) chooses the form."),
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="utf-8|cp932", help=N_("The encoding of csv and tsv. [UTF-8; csv with a mark]")),
]
