"""The command line's edge: the only place that reads the clock, the environment and the language.

Each of store, framework, language and dates comes from its option, else from the environment, else from the nearest
``dxskills.toml`` upwards from the working directory; the language, else, from the locale.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dxskills import i18n
from dxskills.cli import config
from dxskills.errors import DxError, Unavailable, WrongUsage
from dxskills.i18n import _

if TYPE_CHECKING:
    from dxskills.registry import Registry

_JAPANESE_WINDOWS = 0x11
_WITH_VALUE = ("--store", "--framework", "--lang", "--dates")


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The date where the computer stands."""
    return now().astimezone().date()


class Session(NamedTuple):
    """What the options before the command said; None where they said nothing."""

    store: str | None = None
    framework: str | None = None

    def store_folder(self) -> Path:
        said = self.store or os.environ.get("DXSKILLS_STORE")
        folder = Path(said) if said else config.nearest(Path.cwd()).store
        if folder is None:
            raise Unavailable(
                "no-store",
                _("There is no registry here: no {file} in this folder or above it."),
                hint=_("`dxskills init` makes one; --store and --framework name one that lies elsewhere."),
                file=config.FILE_NAME,
            )
        return folder

    def framework_folder(self) -> Path:
        said = self.framework or os.environ.get("DXSKILLS_FRAMEWORK")
        folder = Path(said) if said else config.nearest(Path.cwd()).framework
        if folder is None:
            raise WrongUsage(
                "no-framework",
                _("It is not known where the framework files lie: no {file} in this folder or above it."),
                hint=_("Name their folder with --framework, or make a new registry with `dxskills init`."),
                file=config.FILE_NAME,
            )
        return folder

    def open_registry(self) -> Registry:
        """The registry, to be used in a ``with``; entries are made by DXSKILLS_BY, else by the user of the computer."""
        from dxskills.registry import Registry

        store = self.store_folder()
        return Registry.open(store, self.framework_folder(), by=os.environ.get("DXSKILLS_BY") or None, clock=now)


def early_language(arguments: Sequence[str]) -> str:
    """The language before anything is parsed; a wrong value is left to :func:`check_language`."""
    said = _early_option("--lang", arguments) or os.environ.get("DXSKILLS_LANG") or _configured().lang
    return said if said in i18n.LANGUAGES else _locale_language()


def early_dates(arguments: Sequence[str]) -> str:
    """How days are to be shown, likewise."""
    said = _early_option("--dates", arguments) or os.environ.get("DXSKILLS_DATES") or _configured().dates
    return said if said in i18n.DATES else i18n.DATES[0]


def check_language(option: str | None) -> None:
    """Refuse a language that there is not, wherever it was said."""
    said = option or os.environ.get("DXSKILLS_LANG") or config.nearest(Path.cwd()).lang
    if said is not None and said not in i18n.LANGUAGES:
        raise WrongUsage(
            "bad-language",
            _("There is no language {said}: choose {choices}."),
            said=said,
            choices=", ".join(i18n.LANGUAGES),
        )


def check_dates(option: str | None) -> None:
    """Refuse a way of showing days that there is not, wherever it was said."""
    said = option or os.environ.get("DXSKILLS_DATES") or config.nearest(Path.cwd()).dates
    if said is not None and said not in i18n.DATES:
        raise WrongUsage(
            "wrong-usage",
            _("Dates cannot be shown as {said}: choose {choices}."),
            said=said,
            choices=", ".join(i18n.DATES),
        )


def _early_option(wanted: str, arguments: Sequence[str]) -> str | None:
    """The value of an option among those that stand before the command."""
    found = None
    position = 0
    while position < len(arguments) and arguments[position].startswith("-"):
        name, equals, value = arguments[position].partition("=")
        if name in _WITH_VALUE and not equals:
            position += 1
            value = arguments[position] if position < len(arguments) else ""
        if name == wanted:
            found = value
        position += 1
    return found


def _configured() -> config.Config:
    try:
        return config.nearest(Path.cwd())
    except (DxError, OSError):  # said again, as an error, by the command that needs the file
        return config.Config()


def _locale_language() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        said = os.environ.get(variable)
        if said:
            return "ja" if said.lower().startswith("ja") else "en"
    if sys.platform == "win32":
        import ctypes

        if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _JAPANESE_WINDOWS:
            return "ja"
    return "en"
