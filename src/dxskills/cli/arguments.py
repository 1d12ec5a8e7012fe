"""Values as they are typed on the command line: dates, moments, numbers, statuses; wrong ones end in 2."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta

from dxskills.cli import session
from dxskills.errors import DxError, WrongUsage
from dxskills.i18n import _


def day(text: str | None, option: str) -> date | None:
    """A date in any form the import reads, or ``today``; None for none."""
    if text is None:
        return None
    if text.strip().lower() in ("today", "今日", "本日"):
        return session.today()
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else _written_day(text)
    except (ValueError, DxError) as error:
        raise WrongUsage(
            "bad-date",
            _("{option}: {text} is not a date: {reason}"),
            hint=_("Write it like 2026-04-01 or 令和8年4月1日."),
            option=option,
            text=text,
            reason=str(error),
        ) from None


def _written_day(text: str) -> date:
    from dxskills.exchange.values import parse_date

    return parse_date(text)


def day_or_today(text: str | None, option: str) -> date:
    return day(text, option) or session.today()


def moment(text: str | None, option: str) -> datetime | None:
    """A moment in UTC. Without a zone it is local; a date alone means the end of that local day."""
    if text is None:
        return None
    try:
        parsed = datetime.fromisoformat(text.strip())
        if "T" not in text.upper() and ":" not in text:
            parsed = datetime.combine(parsed.date() + timedelta(days=1), time()) - timedelta(microseconds=1)
        return parsed.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return _end_of(text, option)


def _end_of(text: str, option: str) -> datetime:
    last = day(text, option)
    assert last is not None
    return (datetime.combine(last, time(23, 59, 59, 999_999))).astimezone(UTC)


def horizon(text: str | None) -> int:
    """Days, written N or Nd; 90 if nothing is said."""
    if text is None:
        return 90
    match = re.fullmatch(r"(\d{1,6})d?", unicodedata.normalize("NFKC", text).strip(), re.ASCII)
    if match is None:
        raise WrongUsage("bad-horizon", _("--horizon: {text} is not a number of days such as 90 or 90d."), text=text)
    return int(match[1])


def number(text: str | None, option: str) -> float | None:
    if text is None:
        return None
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", plain, re.ASCII):
        raise WrongUsage("bad-number", _("{option}: {text} is not a number."), option=option, text=text)
    return float(plain)


def whole(text: str | None, option: str) -> int | None:
    """A whole number; of money the sign and the separators may be there, as in 7,500円."""
    if text is None:
        return None
    plain = re.sub(r"[,円¥\s]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[+-]?\d{1,15}", plain, re.ASCII):
        raise WrongUsage("bad-number", _("{option}: {text} is not a whole number."), option=option, text=text)
    return int(plain)


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
