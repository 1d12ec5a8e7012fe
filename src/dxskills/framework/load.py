"""Loading a framework: both files read, held against the schema and against each other, and compiled."""

from __future__ import annotations

from dxskills.errors import FrameworkRefused, Problem
from dxskills.framework.circles import check_circles
from dxskills.framework.compile import compile_framework
from dxskills.framework.faults import Faults
from dxskills.framework.model import Framework
from dxskills.framework.place import Place
from dxskills.framework.references import check_references
from dxskills.framework.roles_file import RolesDocument
from dxskills.framework.rules import check_rules
from dxskills.framework.sources import ROLES_FILE, TRAININGS_FILE, Sources
from dxskills.framework.structure import check_structure
from dxskills.framework.trainings_file import TrainingsDocument
from dxskills.framework.tree import read_tree
from dxskills.i18n import _


def load(sources: Sources) -> Framework:
    """The framework; refuses one with faults ("framework-faults") and lists every fault of both files."""
    framework, problems = inspect(sources)
    if framework is None:
        raise FrameworkRefused(
            "framework-faults",
            _("The framework in {folder} has faults ({count}), so nothing can be asked of it."),
            hint=_("Mend the places named; `dxskills framework check` lists them."),
            problems=problems,
            folder=str(sources.folder),
            count=len(problems),
        )
    return framework


def inspect(sources: Sources) -> tuple[Framework | None, list[Problem]]:
    """The framework and no problem, or None and every fault of both files, by file, line and column."""
    faults = Faults()
    roles_file, trainings_file = str(sources.folder / ROLES_FILE), str(sources.folder / TRAININGS_FILE)
    roles_tree = read_tree(sources.roles, roles_file, faults)
    trainings_tree = read_tree(sources.trainings, trainings_file, faults)
    roles = check_structure(roles_tree, RolesDocument, roles_file, faults) if roles_tree is not None else None
    trainings = (
        check_structure(trainings_tree, TrainingsDocument, trainings_file, faults)
        if trainings_tree is not None
        else None
    )
    places = [
        None if tree is None else Place(tree, file, faults)
        for tree, file in ((trainings_tree, trainings_file), (roles_tree, roles_file))
    ]
    check_rules(*places)
    check_references(*places)
    check_circles(places[0])
    if faults or roles is None or trainings is None:
        return None, faults.problems()
    return compile_framework(roles, trainings, sources.hash), []
