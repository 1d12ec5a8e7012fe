"""What a view hands to a format: facts, tables and paragraphs for people, a payload for JSON, flat rows for CSV.

Cells carry plain data text. Making it harmless and finding it a place on the screen is each format's work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, overload

from dxskills.frozen import Frozen

if TYPE_CHECKING:
    from dxskills.render.calendar import Calendar

Tone = Literal["plain", "good", "soon", "open", "bad", "quiet", "strong"]
"""What a cell means; a format chooses the colour for it."""


class Cell(Frozen):
    """``value`` is what a spreadsheet calculates with (a share is a float, shown in per cent); ``mark`` tells the tone
    without colour, and is all that is shown in a column of marks."""

    text: str
    tone: Tone = "plain"
    value: int | float | date | None = None
    mark: str = ""

    def __init__(
        self, text: str, tone: Tone = "plain", value: int | float | date | None = None, mark: str = ""
    ) -> None:
        # The inherited one takes three times as long, and there can be millions of cells.
        fields = self.__dict__
        fields["text"], fields["tone"], fields["value"], fields["mark"] = text, tone, value, mark


class Column(Frozen):
    """``spare`` columns are left out where the terminal is too narrow: the highest number first, 0 never.

    A column of ``marks`` is as narrow as its cells' marks: its title stands upright, or a number stands for it.
    """

    title: str
    right: bool = False
    spare: int = 0
    marks: bool = False


class Table(Frozen):
    """``note`` stands below the table; ``empty`` stands instead of one without rows; ``foot`` are rows of totals."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    title: str | None = None
    note: str | None = None
    empty: str | None = None
    foot: Sequence[Sequence[Cell | str]] = ()

    @property
    def is_grid(self) -> bool:
        """Whether it has columns of marks."""
        return any(column.marks for column in self.columns)


class Laid(Sequence[Sequence[Cell | str]]):
    """Rows of a table that are laid out whenever they are walked and kept nowhere, for tables of millions."""

    def __init__(self, source: Sequence[Any], lay: Callable[[Any], Sequence[Cell | str]]) -> None:
        self._source = source
        self._lay = lay

    def __len__(self) -> int:
        return len(self._source)

    def __iter__(self) -> Iterator[Sequence[Cell | str]]:
        return map(self._lay, self._source)

    @overload
    def __getitem__(self, place: int) -> Sequence[Cell | str]: ...
    @overload
    def __getitem__(self, place: slice) -> Laid: ...
    def __getitem__(self, place: int | slice) -> Sequence[Cell | str] | Laid:
        return Laid(self._source[place], self._lay) if isinstance(place, slice) else self._lay(self._source[place])


class Facts(Frozen):
    """Labels and their values, one a line."""

    pairs: Sequence[tuple[str, Cell | str]]
    title: str | None = None


class Lines(Frozen):
    """Sentences, each on lines of its own; ``indent`` steps of two blanks."""

    lines: Sequence[Cell | str]
    indent: int = 0
    title: str | None = None


class Series(Frozen):
    """``values`` has one for each label of the chart, None where there is none; ``texts`` are those as people read
    them, ``tones`` what they mean."""

    name: str
    values: Sequence[float | None]
    texts: Sequence[str]
    tones: Sequence[Tone] = ()

    def tone(self, place: int) -> Tone:
        return self.tones[place] if place < len(self.tones) else "plain"


class Chart(Frozen):
    """Values drawn to one scale, from 0 to ``top`` (without one, to the highest of them); never below 0."""

    labels: Sequence[str]
    series: Sequence[Series]
    top: float | None = None
    title: str | None = None
    note: str | None = None

    def share(self, value: float) -> float:
        """How much of the scale the value takes, from 0 to 1."""
        known = [each for series in self.series for each in series.values if each is not None]
        top = self.top if self.top is not None else max(known, default=0)
        return min(max(value / top, 0.0), 1.0) if top > 0 else 0.0


Block = Table | Facts | Lines | Chart


class Flat(Frozen):
    """Rows for a spreadsheet or a script: stable English column names, values as they are.

    ``exact`` rows are in an import format and must come back unchanged, so only formulas are guarded in them.
    ``numeric`` names the columns in which a spreadsheet may take a number for one.
    """

    columns: Sequence[str]
    rows: Iterable[Sequence[object]]
    exact: bool = False
    numeric: frozenset[str] = frozenset()


class Document(Frozen):
    """One result, laid out. The forms are made only when a format asks for them.

    ``whole`` are the blocks with nothing folded, for where people filter and sort by themselves; by default ``blocks``.
    ``calendar`` is there where the result has days for a calendar program, ``page`` where it has a page of HTML of its
    own.
    """

    blocks: Callable[[], Iterable[Block]]
    payload: Callable[[], Any]
    flat: Callable[[], Flat]
    heading: str | None = None
    whole: Callable[[], Iterable[Block]] | None = None
    as_of: date | None = None
    calendar: Callable[[], Calendar] | None = None
    page: Callable[[], bytes] | None = None


def cell_text(cell: Cell | str) -> str:
    return cell.text if isinstance(cell, Cell) else cell


def tone_of(cell: Cell | str) -> Tone:
    return cell.tone if isinstance(cell, Cell) else "plain"
