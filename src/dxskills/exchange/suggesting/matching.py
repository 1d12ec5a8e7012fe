"""Which column each header stands for: by its name, by what its cells look like, and by what is still lacking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dxskills.exchange.columns import FORMS
from dxskills.exchange.suggesting.contents import TYPES, Contents, may_be_named
from dxskills.exchange.suggesting.spellings import EXACT, UNDERSTOOD, Spellings
from dxskills.framework.lookup import FINDERS
from dxskills.i18n import _

_LEAST = 3.0
_FITS, _DOES_NOT, _DOES_NOT_AND_SOUNDS_ONLY_LIKE_IT = 3.0, -3.0, -6.0
_BY_CELLS = 5.0


class Heading(NamedTuple):
    """A header cell, its place, and what is below it."""

    place: int
    text: str
    contents: Contents


class Match(NamedTuple):
    """``why`` is said beside the column in the suggestion."""

    column: str
    score: float
    why: str


class _Claim(NamedTuple):
    score: float
    place: int
    column: str
    why: str


def match_columns(headings: Sequence[Heading], spellings: Spellings, kind: str) -> dict[int, Match]:
    """The columns by the place of their headers; the likeliest claim is served first, and no column twice."""
    found: dict[int, Match] = {}
    claims = [claim for heading in headings for claim in _claims(heading, spellings)]
    for claim in sorted(claims, key=lambda claim: (-claim.score, claim.place)):
        if claim.score >= _LEAST and claim.place not in found and _is_free(claim.column, found, spellings):
            found[claim.place] = Match(claim.column, claim.score, claim.why)
    for column in FORMS[kind].required:
        if _is_free(column, found, spellings):
            found |= _only_candidate(column, headings, found)
    return found


def _is_free(column: str, found: Mapping[int, Match], spellings: Spellings) -> bool:
    """Whether no header has the column yet; the unit is one value, whether in one column or in one a level."""
    taken = {match.column for match in found.values()}
    levels = set(spellings.levels)
    if column == "unit" and taken & levels:
        return False
    return column not in taken and not (column in levels and "unit" in taken)


def _claims(heading: Heading, spellings: Spellings) -> Iterator[_Claim]:
    place, header, contents = heading
    alike = spellings.likeness(header)
    for column, likeness in alike.items():
        score, why = likeness.score, _why(likeness.score, likeness.name)
        wanted = TYPES.get(column)
        if wanted is not None and contents.values:
            if wanted in contents.looks:
                score += _FITS
            elif wanted in FINDERS and may_be_named(contents.looks):
                why += "; " + _("names that are not known yet")
            else:
                score += _DOES_NOT if likeness.score >= UNDERSTOOD else _DOES_NOT_AND_SOUNDS_ONLY_LIKE_IT
                why += "; " + _("its cells do not look like it")
        yield _Claim(score, place, column, why)
    if not alike:
        for column in (*FINDERS, "outcome"):
            if column in contents.looks and column in spellings.columns:
                yield _Claim(_BY_CELLS, place, column, _("by its cells"))


def _why(score: float, name: str) -> str:
    if score >= EXACT:
        return _("the usual header")
    if score >= UNDERSTOOD:
        return _("another word for it")
    return _("sounds like {name}").format(name=name)


def _only_candidate(column: str, headings: Sequence[Heading], found: Mapping[int, Match]) -> dict[int, Match]:
    """The one header left whose cells look like a column that is required, if it is the only one."""
    wanted = TYPES.get(column)
    left = [one for one in headings if one.place not in found and wanted in one.contents.looks]
    if len(left) != 1:
        return {}
    return {left[0].place: Match(column, _LEAST, _("the only column with such cells"))}
