"""Help pages: wrapped by what characters take on the screen, because Japanese ones take two cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer
from typer._click.formatting import HelpFormatter  # Typer carries its own Click and exports no formatter

from dxskills.i18n import _

_COLUMN_LIMIT = 34
_WIDEST = 80
_NARROW = 60
"""Where lines are shorter than this, what explains a term stands below it, not beside it."""
_TERM_INDENT = 4
_LEAST_BESIDE = 20


class Page(HelpFormatter):
    """Click's formatter with the width of wide characters counted, also for terminals of fewer than 50 columns."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        if width is None:
            from shutil import get_terminal_size

            width = max(min(get_terminal_size().columns, max_width or _WIDEST) - 2, 1)
        super().__init__(indent_increment, width, max_width)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        from dxskills.render.text import width

        head = (prefix or "") + prog + " "
        if self.width - width(head) < _LEAST_BESIDE:
            self.write(head.rstrip() + "\n")
            head = " " * _TERM_INDENT
        self._write_wrapped(args, head, " " * min(width(head), 24))

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                self.write("\n")
            self._write_wrapped(" ".join(paragraph.split()), indent, indent)

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = _COLUMN_LIMIT, col_spacing: int = 2) -> None:
        from dxskills.render.text import width

        margin = " " * self.current_indent
        column = min(max((width(first) for first, _second in rows), default=0), _COLUMN_LIMIT) + col_spacing
        if self.width < _NARROW:
            column = _TERM_INDENT
        for first, second in rows:
            head = margin + first + " " * (column - width(first))
            if width(first) > column - col_spacing:
                self.write(margin + first + "\n")
                head = margin + " " * column
            self._write_wrapped(second, head, margin + " " * column)

    def _write_wrapped(self, text: str, head: str, indent: str) -> None:
        from dxskills.render.text import width, wrap

        first, *rest = wrap(text, max(self.width - max(width(indent), width(head)), 10))
        self.write((head + first).rstrip() + "\n")
        for line in rest:
            self.write(f"{indent}{line}\n")


class HelpContext(typer.Context):
    formatter_class = Page


def write_examples(formatter: Any, examples: str | None) -> None:
    """A section of example lines, each as it is to be typed."""
    if examples:
        with formatter.section(_("Examples")):
            for line in examples.strip().split("\n"):
                formatter.write(" " * formatter.current_indent + line.strip() + "\n")


def write_usage(command: Any, context: Any, formatter: Any) -> None:
    """The first line of a help page."""
    words = {"[OPTIONS]": _("[OPTIONS]"), "COMMAND [ARGS]...": _("COMMAND [ARGS]...")}
    # Typer puts what is required between braces, which elsewhere part alternatives.
    pieces = [words.get(piece, piece.strip("{}")) for piece in command.collect_usage_pieces(context)]
    formatter.write_usage(context.command_path, " ".join(pieces), _("Usage: "))
