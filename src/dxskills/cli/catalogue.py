"""``roles``, ``trainings``, ``certifications`` and ``skills``: looking up the matrix itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from dxskills.cli import options
from dxskills.cli.output import emit, target

if TYPE_CHECKING:
    from dxskills.framework.model import Framework

app = typer.Typer()


def _framework(context: typer.Context) -> Framework:
    from dxskills.framework.load import load
    from dxskills.framework.sources import read_sources

    return load(read_sources(context.obj.framework_folder()))


@app.command(
    "roles list",
    epilog="""
dxskills roles list
dxskills roles list --format csv --output roles.csv
""",
)
def list_roles(
    context: typer.Context,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.roles import list_view

    where = target(form, output, encoding)
    emit(list_view(_framework(context)), where)


@app.command(
    "roles show",
    epilog="""
dxskills roles show dx-leader
dxskills roles show 各部課DXリーダー --format json
""",
)
def show_role(
    context: typer.Context,
    role: options.Role,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.framework.lookup import find_role
    from dxskills.render.views.roles import view

    where = target(form, output, encoding)
    framework = _framework(context)
    emit(view(framework, find_role(framework, role)), where)


@app.command(
    "trainings list",
    epilog="""
dxskills trainings list
dxskills trainings list --format csv --output trainings.csv
""",
)
def list_trainings(
    context: typer.Context,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.items import training_list

    where = target(form, output, encoding)
    emit(training_list(_framework(context)), where)


@app.command(
    "trainings show",
    epilog="""
dxskills trainings show security-basics
dxskills trainings show 情報セキュリティ基礎研修
""",
)
def show_training(
    context: typer.Context,
    training: options.Training,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.framework.lookup import find_training
    from dxskills.render.views.items import training_view

    where = target(form, output, encoding)
    framework = _framework(context)
    emit(training_view(framework, find_training(framework, training)), where)


@app.command(
    "certifications list",
    epilog="""
dxskills certifications list
dxskills certifications list --format json
""",
)
def list_certifications(
    context: typer.Context,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.items import certification_list

    where = target(form, output, encoding)
    emit(certification_list(_framework(context)), where)


@app.command(
    "certifications show",
    epilog="""
dxskills certifications show riss
dxskills certifications show ITパスポート試験
""",
)
def show_certification(
    context: typer.Context,
    certification: options.Certification,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.framework.lookup import find_certification
    from dxskills.render.views.items import certification_view

    where = target(form, output, encoding)
    framework = _framework(context)
    emit(certification_view(framework, find_certification(framework, certification)), where)


@app.command(
    "skills list",
    epilog="""
dxskills skills list
dxskills skills list --format json
""",
)
def list_skills(
    context: typer.Context,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.render.views.skills import list_view

    where = target(form, output, encoding)
    emit(list_view(_framework(context)), where)


@app.command(
    "skills show",
    epilog="""
dxskills skills show gis
dxskills skills show データ分析
""",
)
def show_skill(
    context: typer.Context,
    skill: options.Skill,
    form: options.Format = None,
    output: options.Output = None,
    encoding: options.Encoding = None,
) -> None:
    from dxskills.framework.lookup import find_skill
    from dxskills.render.views.skills import view

    where = target(form, output, encoding)
    framework = _framework(context)
    emit(view(framework, find_skill(framework, skill)), where)
