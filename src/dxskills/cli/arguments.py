"""Values as they are typed on the command line: dates, moments, numbers, statuses; wrong ones end in 2."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from dxskills.cli import session
from dxskills.errors import DxError, WrongUsage
from dxskills.i18n import _

Value = TypeVar("Value")
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EARLIEST = "1868-01-01"
"""The parser for all forms refuses what is before it, as files and entries do; a test holds the two together."""


def day(text: str | None, option: str) -> date | None:
    """A date in any form the import reads, or ``today``; None for none."""
    if text is None:
        return None
    if text.strip().lower() in ("today", "今日", "本日"):
        return session.today()
    if _ISO.fullmatch(text) and text >= _EARLIEST:
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass  # the parser for all forms says what is wrong with it
    from dxskills.exchange.values import parse_date

    return _parsed(parse_date, text, option)


def day_or_today(text: str | None, option: str) -> date:
    return day(text, option) or session.today()


def moment(text: str | None, option: str) -> datetime | None:
    """A moment in UTC. Without a zone it is local; a date alone means the end of that local day."""
    if text is None:
        return None
    try:
        return _written_moment(text.strip(), option).astimezone(UTC)
    except (ValueError, OverflowError, OSError):  # what no clock can show
        raise WrongUsage(
            "bad-date",
            _("{option}: {text} is not a moment."),
            hint=_("Write it like 2026-11-01, 2026-11-01T09:00 or 2026-11-01T00:00:00Z."),
            option=option,
            text=text,
        ) from None


def asked(as_of: str | None, known_at: str | None, horizon_: str | None = None) -> dict[str, Any]:
    """What a question is asked about, as the registry's questions take it; a horizon only where one is said."""
    when: dict[str, Any] = {"as_of": day_or_today(as_of, "--as-of"), "known_at": moment(known_at, "--known-at")}
    return when if horizon_ is None else when | {"horizon": horizon(horizon_)}


def _written_moment(text: str, option: str) -> datetime:
    if ":" in text:
        return datetime.fromisoformat(text)
    last = day(text, option)
    assert last is not None
    return datetime.combine(last, time.max)


def horizon(text: str | None, option: str = "--horizon") -> int:
    """Days, written N or Nd; 90 if nothing is said."""
    if text is None:
        return 90
    match = re.fullmatch(r"(\d{1,6})d?", unicodedata.normalize("NFKC", text).strip(), re.ASCII)
    if match is None:
        raise WrongUsage(
            "bad-horizon", _("{option}: {text} is not a number of days such as 90 or 90d."), option=option, text=text
        )
    return int(match[1])


def number(text: str | None, option: str) -> float | None:
    if text is None:
        return None
    from dxskills.exchange.amounts import parse_number

    return _parsed(parse_number, text, option)


def whole(text: str | None, option: str) -> int | None:
    if text is None:
        return None
    from dxskills.exchange.amounts import parse_whole

    return _parsed(parse_whole, text, option)


def yen(text: str | None, option: str) -> int | None:
    """An amount of money, as in 7500, 7,500円 or ￥7,500."""
    if text is None:
        return None
    from dxskills.exchange.amounts import parse_yen

    return _parsed(parse_yen, text, option)


def outcome(text: str | None, option: str) -> str | None:
    """How a training ended, in any word the import knows."""
    if text is None:
        return None
    from dxskills.exchange.outcomes import parse_outcome

    return _parsed(parse_outcome, text, option)


def _parsed(parse: Callable[[str], Value], text: str, option: str) -> Value:
    try:
        return parse(text)
    except DxError as error:
        raise WrongUsage(error.code, "{option}: {reason}", hint=error.hint, option=option, reason=str(error)) from None


def statuses(text: str | None) -> tuple[str, ...]:
    """The statuses of a list with commas, each of them one that there is."""
    from dxskills.analysis.results import STATUSES

    if text is None:
        return ()
    named = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    unknown = [name for name in named if name not in STATUSES]
    if unknown or not named:
        raise WrongUsage(
            "bad-status",
            _("--fail-on: there is no status {text}: choose from {choices}."),
            text=", ".join(unknown) or repr(text),
            choices=", ".join(STATUSES),
        )
    return named
