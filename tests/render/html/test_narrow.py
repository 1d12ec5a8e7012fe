"""Tables of results on a telephone: what belongs together stays on a line, in Japanese too."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run
from tests.render.html.conftest import Open


@pytest.mark.parametrize("command", ["due --within 60", "staff show 00000002", "candidates leader"])
def test_days_names_and_statuses_stay_on_one_line_and_long_texts_get_room(full: Run, visit: Open, command: str) -> None:
    assert full("--lang", "ja", *command.split(), "--output", "result.html").code == 0
    with visit("result.html", 375) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") == 375
        lines = seen.page.eval_on_selector_all(
            "tbody .short, tbody .day",
            """cells => cells.map(cell => {
                const range = document.createRange();
                range.selectNodeContents(cell);
                const lines = new Set([...range.getClientRects()].map(one => Math.round(one.bottom / 8)));
                return [cell.innerText, lines.size];
            })""",
        )
        assert len(lines) > 3
        assert [text for text, count in lines if count > 1] == []
        widths = seen.page.eval_on_selector_all("tbody td.long", "cells => cells.map(cell => cell.offsetWidth)")
        assert min(widths, default=144) >= 144
