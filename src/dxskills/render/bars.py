"""Charts as text: a line for each value, its bar drawn in block characters, or in ``#`` where there are none.

The bar comes last on its line and takes at most half of the room: some terminals draw block characters twice as wide,
and then neither the columns before it are moved nor the line is broken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dxskills.exchange.characters import visible
from dxskills.render.document import Chart, Series, Tone
from dxskills.render.layout import GAP
from dxskills.render.text import pad, width

BLOCKS = "▏▎▍▌▋▊▉█"
"""An eighth of a character cell up to a whole one."""
HASHES = "#"
"""What every encoding has."""

_WIDEST = 60
_NARROWEST = 10


class Bar(NamedTuple):
    """One line: ``head`` is the label and the value, already padded."""

    head: str
    bar: str
    tone: Tone


def fill_for(encoding: str | None) -> str:
    """What bars are drawn with where text is written in ``encoding``."""
    try:
        BLOCKS.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return HASHES
    return BLOCKS


def drawn(chart: Chart, series: Series, cells: int, fill: str = BLOCKS) -> Iterator[Bar]:
    """The lines of one series, fitted into ``cells`` where that leaves a bar any room."""
    labels = [visible(label) for label in chart.labels]
    texts = [visible(text) for text in series.texts]
    label_width = max(map(width, labels), default=0)
    text_width = max(map(width, texts), default=0)
    room = min(max((cells - label_width - text_width - 2 * GAP) // 2, _NARROWEST), _WIDEST)
    for place, (label, text, value) in enumerate(zip(labels, texts, series.values, strict=True)):
        head = f"{pad(label, label_width)}{' ' * GAP}{pad(text, text_width, right=True)}"
        yield Bar(head, "" if value is None else _bar(chart.share(value), room, fill), series.tone(place))


def _bar(share: float, cells: int, fill: str) -> str:
    """Nothing for nothing; what is more than that shows, however little it is."""
    parts = len(fill)
    pieces = max(round(share * cells * parts), 1) if share > 0 else 0
    whole, rest = divmod(pieces, parts)
    return fill[-1] * whole + (fill[rest - 1] if rest else "")
