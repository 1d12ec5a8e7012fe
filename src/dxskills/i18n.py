"""Choosing the language: ``_`` translates a message, ``pick`` chooses a display text from a framework file.

English is the language of the source, so that a missing catalogue costs nothing but the translation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date
    from gettext import NullTranslations

LANGUAGES = ("ja", "en")

DATES = ("iso", "era")
"""How days are shown: 2026-04-01, or, in Japanese, 令和8年4月1日."""

_language = "en"
_eras = False
_catalogue: NullTranslations | None = None


class _Bilingual(Protocol):
    @property
    def ja(self) -> str | None: ...
    @property
    def en(self) -> str | None: ...


def use(language: str, *, dates: str = "iso") -> None:
    """Make ``language`` ("ja" or "en") the one that messages are given in, and ``dates`` the way days are shown."""
    global _language, _catalogue, _eras
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language
    _eras = dates == "era" and language == "ja"
    _catalogue = _load(language) if language != "en" else None


def language() -> str:
    return _language


def shows_eras() -> bool:
    return _eras


def _load(language: str) -> NullTranslations:
    import gettext
    from pathlib import Path

    folder = Path(__file__).parent / "locale"
    return gettext.translation("dxskills", str(folder), languages=[language], fallback=True)


def _(message: str) -> str:
    """The message in the chosen language; fill its ``{names}`` afterwards, never before."""
    return message if _catalogue is None else _catalogue.gettext(message)


def n_(one: str, several: str, count: int) -> str:
    """The message for so many, to be filled likewise; Japanese has one for all numbers."""
    if _catalogue is None:
        return one if count == 1 else several
    return _catalogue.ngettext(one, several, count)


def N_(message: str) -> str:
    """Mark a message for the catalogue without translating it yet."""
    return message


def pick(text: _Bilingual | None) -> str:
    """A display text in the chosen language, else in the one it has; empty for none."""
    if text is None:
        return ""
    first, second = (text.ja, text.en) if _language == "ja" else (text.en, text.ja)
    return first or second or ""


def shown_day(day: date) -> str:
    """The day in a sentence, for people: never in what a program reads."""
    if not _eras:
        return day.isoformat()
    from dxskills.eras import in_its_era

    return in_its_era(day) or day.isoformat()


def short_day(day: date) -> str:
    """The day in a column: R8.4.1 where :func:`shown_day` says 令和8年4月1日."""
    if not _eras:
        return day.isoformat()
    from dxskills.eras import letter_form

    return letter_form(day) or day.isoformat()
