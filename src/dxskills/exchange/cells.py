"""One row's cells, read column by column; what is wrong with them is collected, so that a row is mended once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from dxskills.errors import Problem, Refused
from dxskills.exchange.characters import INVISIBLE, NOTABLE, PRIVATE_USE, code_point, visible
from dxskills.exchange.columns import Column, Header
from dxskills.exchange.japanese_dates import Moment, parse_day, parse_moment
from dxskills.exchange.profiles.applying import written
from dxskills.exchange.table import Faulty, Row, Table
from dxskills.exchange.values import parse_staff_number, refuse_control
from dxskills.framework.model import Framework, Named
from dxskills.i18n import _
from dxskills.recording.transaction import Transaction

T = TypeVar("T")
N = TypeVar("N", bound=Named)

FREE_TEXTS = frozenset({"note", "reason", "revoked_reason", "exception"})
"""The columns in which a cell may have several lines."""

_KEPT_AS_WRITTEN = FREE_TEXTS | {"name", "kana", "number", "assessor", "approver"}
"""The columns in which an invisible character is remarked on; in all others it makes the value a wrong one."""


_LONGEST_SHOWN = 500
_ISO = r"\d{4}-\d\d-\d\d(?: |$)"


def _shown(text: str) -> str:
    """A text for people to read: cut where it is a whole book, and nothing in it acts."""
    return visible(text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…")


class Sheet:
    """A table being read: its header, how its dates are written, what was remarked on in it, and the rows not taken."""

    def __init__(self, table: Table, header: Header, date_format: str | None) -> None:
        self.table = table
        self.path = table.path
        self.file = table.file
        self.name = table.sheet
        self.header = header
        self.date_format = date_format
        self.read = 0
        self.warnings: list[str] = []
        self.notices: list[str] = []
        self.rejected: list[Cells] = []
        self.unknown: dict[tuple[str, str], Refused] = {}
        self.key_of = {column.place: key for key, column in header.columns.items()}
        self.place_of = {key: column.place for key, column in header.columns.items()}
        self.known_places = header.places

    @property
    def added(self) -> int:
        """How many cells at the end of each row are not the file's own."""
        return getattr(self.table, "added", 0)

    def date_form(self, text: str) -> str | None:
        """How this date is written; a date cell of a workbook is one whatever is said of the texts."""
        return None if self.name is not None and re.match(_ISO, text) else self.date_format

    @property
    def called(self) -> str:
        """What messages call it."""
        return self.file if self.name is None else f"{self.file} [{_shown(self.name)}]"


class Cells:
    """A row's cells by column. A reading method gives None for a blank or a faulty cell."""

    __slots__ = ("problems", "row", "sheet")

    def __init__(self, sheet: Sheet, row: Row) -> None:
        self.sheet = sheet
        self.row = row
        self.problems: list[Problem] = []

    # --- faults

    def refuse(self, key: str | None, refusal: Refused) -> None:
        """Note the refusal as a fault of this row, in the column ``key``; of the row as a whole if None."""
        message = f"{refusal.message} {refusal.hint}" if refusal.hint else refusal.message
        column = self.sheet.header.columns.get(key or "")
        if column is not None:
            self._note(column.header, written(self.row.cells[column.place]).strip(), refusal.code, message)
        else:
            self._note(key, None, refusal.code, message)

    def refuse_at(self, place: int, refusal: Refused) -> None:
        """The same for the cell at ``place``, whatever its column is."""
        header = " ".join(self.sheet.header.cells[place].split()) or str(place + 1)
        message = f"{refusal.message} {refusal.hint}" if refusal.hint else refusal.message
        self._note(header, written(self.row.cells[place]), refusal.code, message)

    def refuse_width(self) -> None:
        """Note that the row has more or fewer cells than the header."""
        message = _("The row has {found} cells, the header {expected}.")
        added = self.sheet.added
        own = self.row.cells[: len(self.row.cells) - added]
        counts = {"found": len(own), "expected": len(self.sheet.header.cells) - added}
        self._note(None, ",".join(own), "column-count", message.format_map(counts))

    def _note(self, header: str | None, value: str | None, code: str, message: str) -> None:
        shown = _shown(value) if value is not None else None
        self.problems.append(
            Problem(
                self.sheet.file,
                self.row.number,
                header and _shown(header),
                shown,
                code,
                _shown(message),
                self.sheet.name,
            )
        )

    def check_characters(self) -> None:
        """Find control characters in any cell, and remark on characters that few fonts have or nobody sees."""
        if self.sheet.table.sheet is not None or self.sheet.header.row == 0:
            self._refuse_faulty()
        # None of the signs looked for is printable; of the other characters, few are not.
        if "".join(self.row.cells).isprintable():
            return
        for place, cell in enumerate(self.row.cells):
            if cell.isprintable() or not re.search(NOTABLE, cell):
                continue
            known = place in self.sheet.known_places
            free = not known or self.sheet.key_of.get(place) in FREE_TEXTS
            try:
                refuse_control(cell if free else cell.strip(" \t\r\n\u3000"), breaks=free)
            except Refused as refusal:
                self.refuse_at(place, refusal)
                continue
            if known:
                self._remark(cell, self.sheet.key_of.get(place) in _KEPT_AS_WRITTEN)

    def _refuse_faulty(self) -> None:
        """Find cells of known columns that the file's format already says are none to be taken."""
        for place in self.sheet.known_places:
            cell = self.row.cells[place]
            if isinstance(cell, Faulty):
                self.refuse_at(place, Refused(cell.code, cell.message))

    def _remark(self, cell: str, kept: bool) -> None:
        private = _("{file}, row {row}: {value} has a character that only one's own fonts show ({sign}).")
        unseen = _("{file}, row {row}: {value} has an invisible character ({sign}).")
        for message, signs, matters in ((private, PRIVATE_USE, True), (unseen, INVISIBLE, kept)):
            if matters and (found := re.search(signs, cell)):
                value, sign = visible(cell.strip()), code_point(found.group())
                self.sheet.warnings.append(
                    message.format(file=self.sheet.called, row=self.row.number, value=value, sign=sign)
                )

    # --- reading

    def has(self, key: str) -> bool:
        return key in self.sheet.header.columns

    def text(self, key: str) -> str | None:
        """The cell less the blanks at its ends."""
        place = self.sheet.place_of.get(key)
        return None if place is None else self.row.cells[place].strip() or None

    def text_at(self, column: Column) -> str | None:
        return self.row.cells[column.place].strip() or None

    def lines(self, key: str) -> str | None:
        """A free text, its line breaks all of one kind."""
        text = self.text(key)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else None

    def read(self, key: str, parse: Callable[[str], T]) -> T | None:
        text = self.text(key)
        if text is None:
            return None
        try:
            return parse(text)
        except Refused as refusal:
            self.refuse(key, refusal)
            return None

    def needed(self, key: str, parse: Callable[[str], T]) -> T | None:
        """Like :meth:`read`; a blank cell is a fault."""
        text = self.text(key)
        if text is None:
            self.refuse(key, Refused("missing-value", _("This cell must not be blank.")))
            return None
        try:
            return parse(text)
        except Refused as refusal:
            self.refuse(key, refusal)
            return None

    def day(self, key: str) -> date | None:
        return self.read(key, lambda text: parse_day(text, self.sheet.date_form(text)))

    def needed_day(self, key: str) -> date | None:
        return self.needed(key, lambda text: parse_day(text, self.sheet.date_form(text)))

    def needed_moment(self, key: str) -> Moment | None:
        return self.needed(key, lambda text: parse_moment(text, self.sheet.date_form(text)))

    def staff(self, tx: Transaction) -> str | None:
        """The number of somebody who is known."""
        staff = self.needed("staff", parse_staff_number)
        return self.somebody("staff", staff, tx) if staff else None

    def somebody(self, key: str, staff: str, tx: Transaction) -> str | None:
        try:
            tx.known_facts(staff)
        except Refused as refusal:
            self.refuse(key, refusal)
            return None
        return staff

    def known_or_blank(self, key: str, framework: Framework, find: Callable[[Framework, str], N]) -> N | None:
        return self.known(key, framework, find) if self.text(key) else None

    def known(self, key: str, framework: Framework, find: Callable[[Framework, str], N]) -> N | None:
        """What the framework knows by the cell's name; a name that it does not know is looked for once a file."""

        def look_up(text: str) -> N:
            failed = self.sheet.unknown.get((key, text)) if self.sheet.unknown else None
            if failed is not None:
                raise failed
            try:
                return find(framework, text)
            except Refused as refusal:
                self.sheet.unknown[key, text] = refusal
                raise

        return self.needed(key, look_up)
