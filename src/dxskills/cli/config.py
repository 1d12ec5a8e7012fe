"""``dxskills.toml``: where store and framework lie, language and dates; looked for upwards from a folder."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from dxskills.errors import Problem, Refused
from dxskills.i18n import _

FILE_NAME = "dxskills.toml"
_KEYS = ("store", "framework", "lang", "dates")
_LARGEST = 65_536
_PLAIN = re.compile(r'[ \t]*(?:([a-z]+)[ \t]*=[ \t]*"([^"\\\x00-\x1f\x7f]*)"[ \t]*)?(?:#[^\x00-\x08\x0a-\x1f\x7f]*)?')
"""A line of a plainly written file: a key with a text that escapes nothing, a comment, both, or nothing."""


class Config(NamedTuple):
    """Paths as they are used: relative ones in the file are meant from the file's own folder."""

    store: Path | None = None
    framework: Path | None = None
    lang: str | None = None
    dates: str | None = None


def nearest(start: Path) -> Config:
    """The settings of the nearest file at ``start`` or above it; empty where there is none."""
    for folder in (start, *start.parents):
        path = folder / FILE_NAME
        try:
            raw = path.open("rb").read(_LARGEST + 1)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise _refused(path, None, error.strerror or str(error)) from None
        return _parsed(path, raw)
    return Config()


@lru_cache(maxsize=8)  # each of store, framework and language asks
def _parsed(path: Path, raw: bytes) -> Config:
    if len(raw) > _LARGEST:
        raise _refused(path, None, _("the file is too large"))
    try:
        text = raw.decode("utf-8-sig")
        settings = _plainly_written(text)
        if settings is None:
            import tomllib

            settings = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # what does not decode, what is no TOML, and what is nested too deep
        raise _refused(path, None, str(error)) from None
    for key, value in settings.items():
        if key not in _KEYS:
            raise _refused(path, key, _("unknown key; there are {keys}").format(keys=", ".join(_KEYS)))
        if not isinstance(value, str) or not value or "\0" in value:
            raise _refused(path, key, _("the value must be a text"))
    folder = path.parent
    store, framework = settings.get("store"), settings.get("framework")
    return Config(
        folder / store if store else None,
        folder / framework if framework else None,
        settings.get("lang"),
        settings.get("dates"),
    )


def _plainly_written(text: str) -> dict[str, Any] | None:
    """What the file says where each line is ``key = "text"`` or a comment, as ``init`` writes it; else None.

    Loading a parser for all of TOML takes longer than anything else that this module does.
    """
    lines = [_PLAIN.fullmatch(line) for line in text.replace("\r\n", "\n").split("\n")]
    said = [line for line in lines if line is not None and line[1] is not None]
    settings: dict[str, Any] = {line[1]: line[2] for line in said}
    return settings if all(lines) and len(settings) == len(said) else None


def _refused(path: Path, key: str | None, message: str) -> Refused:
    return Refused(
        "bad-config",
        _("{file} cannot be used."),
        problems=[Problem(str(path), None, key, None, "bad-config", message)],
        file=str(path),
    )
