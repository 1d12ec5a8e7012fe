"""The gap report's page: the office at a glance, where the gaps are, what ends when, and who lacks what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dxskills.analysis.overview import MOST_PEOPLE
from dxskills.analysis.results import WORST_FIRST
from dxskills.i18n import _, pick
from dxskills.render.document import Cell, Document, Lines, Table
from dxskills.render.html import figures
from dxskills.render.html.document import block_content
from dxskills.render.html.page import fill
from dxskills.render.html.people import People
from dxskills.render.html.words import words
from dxskills.render.views.labels import role_name, status_cell, status_word
from dxskills.render.views.report import heading, view

if TYPE_CHECKING:
    from dxskills.analysis.overview import Overview
    from dxskills.framework.model import Framework


def page(overview: Overview, framework: Framework, *, anonymous: bool = False) -> bytes:
    """The whole page; its people are those of the overview's report. ``anonymous`` if they go by pseudonyms."""
    report = overview.report
    place = report.scope.dept or ""
    people = People(report, framework) if report.people is not None else None
    fixed, left = people.fixed() if people is not None else ([], 0)
    return fill(
        "report.html.j2",
        heading(report, framework),
        script="report.js" if people is not None else None,
        data=people.data() if people is not None else None,
        t=words(report, anonymous=anonymous),
        organisation=pick(framework.organisation.name),
        place=report.scope.dept,
        role=role_name(framework, report.scope.role) if report.scope.role is not None else None,
        report=report,
        percent=figures.percent(report.totals),
        parts=figures.parts(report.totals),
        units=figures.units_by_readiness(overview, place),
        worst=figures.requirements_by_gaps(overview, framework),
        most=figures.MOST,
        heat=figures.heat(overview, framework, place),
        legend=list(figures.legend()),
        staffing=figures.staffing(overview, framework, place),
        halves=figures.halves(overview, framework, place),
        months=figures.months(overview, framework),
        people=people is not None,
        no_people=_no_people(overview),
        fixed=fixed,
        left=left,
        statuses=[(number, status_word(status)) for number, status in enumerate(WORST_FIRST)],
        tables=_tables(overview, framework),
        mark=lambda status: status_cell(status).mark,
    )


def for_publication(document: Document) -> Document:
    """A report with hidden counts, which says what its page lacks."""
    text = _("The map by unit, the halves and the months are left out: hidden counts could be computed from them.")
    return document.replaced(blocks=lambda: [*document.blocks(), Lines([Cell(text, "quiet")])])


def _no_people(overview: Overview) -> str:
    if overview.people_left_out:
        text = _("There are {count} people here; a page lists {most} at most. Make one of a department:")
        return text.format(count=f"{overview.report.people_count:,}", most=f"{MOST_PEOPLE:,}")
    return _("This page names nobody. To make one with the list of people, for those who may see it:")


def _tables(overview: Overview, framework: Framework) -> list[dict[str, Any]]:
    """The report's own tables, except for what the page has shown in its own way."""
    own = {_("Staffing"), _("People")}
    blocks = view(overview.report.replaced(people=None), framework).blocks()
    return [block_content(block) for block in blocks if isinstance(block, Table) and block.title not in own]
