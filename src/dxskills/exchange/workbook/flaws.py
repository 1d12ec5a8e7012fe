"""What can be wrong with a workbook, found anywhere below, and made one refusal of the file in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dxskills.errors import Refused
from dxskills.exchange.table import Faulty
from dxskills.i18n import _


class Flaw(Exception):
    """``reason`` is half a sentence in the user's language."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Broken(Flaw):
    """The file is no whole workbook."""


class Unsafe(Flaw):
    """The file does what no spreadsheet program does, and what harms programs that read it."""


class TooLarge(Flaw):
    """The file goes beyond one of the limits."""


@contextmanager
def refusing(file: str) -> Iterator[None]:
    """Refuse ``file`` for a flaw found inside, and for whatever the archive and the XML parser stumble over."""
    import struct
    import zlib
    from xml.parsers.expat import ExpatError
    from zipfile import BadZipFile, LargeZipFile

    try:
        yield
    except Flaw as flaw:
        raise refusal(flaw, file) from None
    except ExpatError as error:
        raise refusal(Broken(_("its XML breaks off or is wrong: {reason}").format(reason=error)), file) from None
    except (BadZipFile, LargeZipFile, zlib.error, struct.error, EOFError) as error:
        raise refusal(Broken(_("its archive is wrong: {reason}").format(reason=error)), file) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused("unreadable-file", _("{file} cannot be read: {reason}."), file=file, reason=reason) from None


def refusal(flaw: Flaw, file: str) -> Refused:
    if isinstance(flaw, TooLarge):
        return Refused(
            "workbook-too-large",
            _("{file} is too large a workbook: {reason}."),
            hint=_("Save the sheet as “CSV UTF-8” in the spreadsheet program and import that file."),
            file=file,
            reason=flaw.reason,
        )
    if isinstance(flaw, Unsafe):
        return Refused(
            "unsafe-workbook",
            _("{file} is not opened, since it could do harm: {reason}."),
            hint=_("Ask where it comes from; if it is all right, save it anew as .xlsx in a spreadsheet program."),
            file=file,
            reason=flaw.reason,
        )
    return Refused(
        "broken-workbook",
        _("{file} is damaged: {reason}."),
        hint=_("Open it in a spreadsheet program, look whether it is whole, and save it anew as .xlsx."),
        file=file,
        reason=flaw.reason,
    )


class CellFlaw(Exception):
    """Why a cell's text is no value: one of the codes that ``faulty`` knows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def faulty(text: str, code: str) -> Faulty:
    """A cell that shows ``text`` and has no value, for the reason that ``code`` names."""
    match code:
        case "no-cached-value":
            return Faulty.of(
                text,
                "no-cached-value",
                _("The formula's value was never calculated: open the file in a spreadsheet program and save it."),
            )
        case "error-cell":
            return Faulty.of(text, "error-cell", _("The cell shows an error: mend its formula or write the value."))
        case "no-date-cell":
            return Faulty.of(
                text,
                "no-date-cell",
                _("The cell has the format of a date, but its number is no day of the calendar: write the date."),
            )
        case "hidden-cell":
            return Faulty.of(
                text,
                "hidden-cell",
                _("The cell holds something that a merged cell hides: unmerge the cells, or empty this one."),
            )
        case _:
            return Faulty.of(
                text, "no-number-cell", _("The cell is marked as a number and holds none: write it again.")
            )
