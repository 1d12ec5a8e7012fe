"""Choosing the language: ``_`` translates a message, ``pick`` chooses a display text from a framework file.

English is the language of the source, so that a missing catalogue costs nothing but the translation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("ja", "en")

_language = "en"
_catalogue: NullTranslations | None = None


class _Bilingual(Protocol):
    @property
    def ja(self) -> str | None: ...
    @property
    def en(self) -> str | None: ...


def use(language: str) -> None:
    """Make ``language`` ("ja" or "en") the one that messages are given in."""
    global _language, _catalogue
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language
    _catalogue = _load(language) if language != "en" else None


def language() -> str:
    return _language


def _load(language: str) -> NullTranslations:
    import gettext
    from pathlib import Path

    folder = Path(__file__).parent / "locale"
    return gettext.translation("dxskills", str(folder), languages=[language], fallback=True)


def _(message: str) -> str:
    """The message in the chosen language; fill its ``{names}`` afterwards, never before."""
    return message if _catalogue is None else _catalogue.gettext(message)


def N_(message: str) -> str:
    """Mark a message for the catalogue without translating it yet."""
    return message


def pick(text: _Bilingual | None) -> str:
    """A display text in the chosen language, else in the one it has; empty for none."""
    if text is None:
        return ""
    first, second = (text.ja, text.en) if _language == "ja" else (text.en, text.ja)
    return first or second or ""
