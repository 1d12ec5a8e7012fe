"""Units as people write them: a full path, or any tail of one that is unique."""

from __future__ import annotations

import unicodedata

from dxskills.errors import Refused
from dxskills.i18n import _
from dxskills.index import Index


def normal_path(text: str) -> str:
    """A unit path in stored form: NFKC, each level trimmed, ``／`` a separator like ``/``, empty levels left out."""
    levels = (level.strip() for level in unicodedata.normalize("NFKC", text).split("/"))
    return "/".join(level for level in levels if level)


class KnownUnits:
    """Every unit that somebody was ever posted or assigned to, that the framework names, or that has such below it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._paths: set[str] | None = None

    @property
    def paths(self) -> set[str]:
        if self._paths is None:
            framework = self._index.framework
            named = [unit for role in framework.roles.values() for unit in role.placement or ()]
            self._paths = set()
            for path in (*self._index.unit_paths(), *named):
                levels = path.split("/")
                self._paths.update("/".join(levels[: depth + 1]) for depth in range(len(levels)))
        return self._paths

    def find(self, text: str) -> str | None:
        """The unit meant by ``text``; None if there is none. Refuses an ambiguous tail and lists the choices."""
        path = normal_path(text)
        if path in self.paths:
            return path
        tails = sorted(known for known in self.paths if known.endswith("/" + path))
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
