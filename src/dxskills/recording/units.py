"""Units as people write them: a full path, or any tail of one that is unique."""

from __future__ import annotations

from functools import cached_property

from dxskills.errors import Refused
from dxskills.framework.spelling import normal_path
from dxskills.i18n import _
from dxskills.index import Index
from dxskills.index.unit_names import is_peopled


class KnownUnits:
    """Every unit that somebody was ever posted or assigned to, that the framework names, or that has such below it."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @cached_property
    def paths(self) -> set[str]:
        roles = self._index.framework.roles.values()
        named = [unit for role in roles for unit in role.placement or ()]
        paths: set[str] = set()
        for path in (*self._index.unit_paths(), *named):
            levels = path.split("/")
            paths.update("/".join(levels[: depth + 1]) for depth in range(len(levels)))
        return paths

    @cached_property
    def _by_tail(self) -> dict[str, list[str]]:
        by_tail: dict[str, list[str]] = {}
        for path in sorted(self.paths):
            levels = path.split("/")
            for depth in range(1, len(levels)):
                by_tail.setdefault("/".join(levels[depth:]), []).append(path)
        return by_tail

    def find(self, text: str) -> str | None:
        """The unit meant by ``text``; None if there is none. Refuses an ambiguous tail and lists the choices."""
        path = normal_path(text)
        if is_peopled(self._index.connection, path) or path in self.paths:
            return path
        tails = self._by_tail.get(path, [])
        if len(tails) > 1:
            choices = ", ".join(tails)
            raise Refused("ambiguous-unit", _("{unit} could be any of: {choices}."), unit=path, choices=choices)
        return tails[0] if tails else None

    def resolve(self, text: str) -> str:
        """Like :meth:`find`; refuses a unit that is not known."""
        found = self.find(text)
        if found is None:
            raise Refused(
                "unknown-unit",
                _("There is no unit {unit}."),
                hint=_("Give the full path such as 総務部/職員課, or a tail of it that is unique.") + self._near(text),
                unit=normal_path(text),
            )
        return found

    def _near(self, text: str) -> str:
        import difflib

        tails = {path.rsplit("/", 1)[-1]: path for path in sorted(self.paths)}
        near = difflib.get_close_matches(normal_path(text).rsplit("/", 1)[-1], tails, n=3)
        return " " + _("Near: {near}.").format(near=", ".join(tails[name] for name in near)) if near else ""
