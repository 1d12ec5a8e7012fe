"""Opening an unknown file to suggest a profile for it: how it is written is found out first."""

from __future__ import annotations

from dxskills.errors import Refused, WrongUsage
from dxskills.exchange.columns import FORMS
from dxskills.exchange.delimited import DelimitedTable
from dxskills.exchange.encoding import find_encoding
from dxskills.exchange.separators import advice, top_width
from dxskills.exchange.source import Source
from dxskills.exchange.suggesting.suggestion import suggest_profile
from dxskills.exchange.tables import open_tables
from dxskills.framework.model import Framework
from dxskills.i18n import _

_FOUND_ANYWAY = ("utf-8", "utf-8-sig", "utf-16")


def suggest_text(
    source: Source,
    kind: str | None,
    framework: Framework,
    *,
    form: str | None = None,
    encoding: str | None = None,
) -> str:
    """A first profile for a file, which loads: see :func:`suggest_profile`.

    ``kind``, ``form`` and ``encoding`` are as somebody said, None for what is to be found out. Refuses what the import
    would refuse to open, and a kind that there is not.
    """
    if kind is not None and kind not in FORMS:
        message = _("{kind} is not a kind of file to import: {known}.")
        raise WrongUsage("unknown-kind", message, kind=kind, known=", ".join(FORMS))
    tables = open_tables(source, form, encoding)
    first = tables[0] if tables else None
    if isinstance(first, DelimitedTable):
        with source.open() as stream:
            found = find_encoding(stream, encoding).name
        encoding = None if found in _FOUND_ANYWAY else found
        if form is None:
            other = first.as_other_form()
            if top_width(other) > top_width(first):
                first, tables, form = other, [other], other.form
        if hint := advice(first):
            message = _("{file} separates its cells in a way that a profile cannot say.")
            raise Refused("missing-column", message, hint=hint, file=first.file)
    return suggest_profile(tables, kind, framework, form=form, encoding=encoding)
