"""Trainings that come before themselves, and items that stand for themselves: each circle told once, with its way."""

from __future__ import annotations

from collections.abc import Iterator

from dxskills.framework.place import Place, Word
from dxskills.i18n import _


def check_circles(trainings: Place | None) -> None:
    """Note every circle of satisfies and of prerequisites."""
    if trainings is None:
        return
    for kind, key in (("trainings", "satisfies"), ("certifications", "satisfies"), ("trainings", "prerequisites")):
        for circle in _circles(trainings, kind, key):
            entry, word = circle[0]
            shown = " → ".join([str(word.text) for _entry, word in (circle[-1], *circle)])
            code, sentence = _told(key)
            entry.fault_at(word, code, sentence.format(circle=shown))


def _told(key: str) -> tuple[str, str]:
    if key == "satisfies":
        return "satisfies-circle", _("What it satisfies leads back to itself: {circle}.")
    return "prerequisites-circle", _("What must come before leads back to itself: {circle}.")


Step = tuple[Place, Word]
"""An entry, and the id in it that leads on."""


def _circles(document: Place, kind: str, key: str) -> Iterator[list[Step]]:
    """The circles, one for each step that closes one."""
    steps: dict[str, list[Step]] = {}
    for entry in document.entries(kind):
        own = entry.word("id")
        if own is not None:
            steps.setdefault(str(own.text), [(entry, word) for word in entry.words(key)])
    finished: set[str] = set()
    for start in steps:
        if start not in finished:
            yield from _walk(start, steps, finished)


def _walk(start: str, steps: dict[str, list[Step]], finished: set[str]) -> Iterator[list[Step]]:
    """Depth first from ``start``, with a stack of its own; what was left already is not walked again."""
    trail: list[Step] = []  # the steps from start to where we are
    depth_of = {start: 0}  # of everything on the trail
    open_steps = [iter(steps[start])]
    while open_steps:
        step = next(open_steps[-1], None)
        if step is None:
            open_steps.pop()
            left = str(trail.pop()[1].text) if trail else start
            finished.add(left)
            del depth_of[left]
            continue
        reached = str(step[1].text)
        if reached in depth_of:
            yield [*trail[depth_of[reached] :], step]
        elif reached in steps and reached not in finished:
            trail.append(step)
            depth_of[reached] = len(trail)
            open_steps.append(iter(steps[reached]))
