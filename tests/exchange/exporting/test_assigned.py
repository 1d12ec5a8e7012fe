"""Assignments out: with the end that was entered, and with an exception where a rule has come to refuse them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.exchange.exporting.copying import empty_copy, export_all, import_all
from tests.exchange.exporting.test_people import remarks
from tests.exchange.office import JUNE, Office

ONE, TWO, THREE = "00000001", "00000002", "00000003"


def rows(office: Office) -> list[tuple[object, ...]]:
    return office.registry.export("assignments", lambda export: list(export.rows))


def test_the_end_is_the_one_entered_whatever_a_transfer_made_of_it(office: Office) -> None:
    office.registry.assign(ONE, "leader", start=JUNE, end=date(2027, 3, 31))
    office.registry.transfer(ONE, "区民部", on=date(2026, 10, 1))
    assert rows(office) == [(ONE, "leader", "総務部/職員課", "2026-06-01", "2027-03-31", None)]


def test_an_unassignment_is_the_end(office: Office) -> None:
    office.registry.assign(ONE, "leader", start=JUNE)
    office.registry.unassign(ONE, "leader", on=date(2026, 9, 30))
    assert rows(office) == [(ONE, "leader", "総務部/職員課", "2026-06-01", "2026-09-30", None)]


def test_an_end_by_the_appointments_term_is_written_out(office: Office) -> None:
    office.registry.assign(THREE, "leader", start=JUNE)
    assert rows(office) == [(THREE, "leader", "区民部/税務課", "2026-06-01", "2027-03-31", None)]


def test_what_the_rules_have_come_to_refuse_is_given_an_exception_and_named(office: Office, tmp_path: Path) -> None:
    office.registry.assign(ONE, "leader", start=JUNE)
    office.registry.edit_staff(ONE, on=date(2026, 4, 1), appointment="yearly")
    # No end is not the end that the term would give it.
    exported = (ONE, "leader", "総務部/職員課", "2026-06-01", "9999-12-31", "stood when it was exported")
    assert rows(office) == [exported]
    assert [(remark.row, remark.code, remark.refuses) for remark in remarks(office, "assignments")] == [
        (1, "exception-added", False)
    ]
    files, _remarks = export_all(office.registry, tmp_path / "files")
    (tmp_path / "copy").mkdir()
    with empty_copy(office.registry, tmp_path / "office" / "data", tmp_path / "copy") as copy:
        assert not any(result.refused for result in import_all(copy, files).values())
        roles = copy.person(ONE, as_of=date(2030, 1, 1)).roles
        assert [(role.start, role.end) for role in roles] == [(JUNE, None)]


def test_an_exception_that_was_given_stays_as_it_is(office: Office) -> None:
    office.registry.assign(THREE, "leader", start=JUNE, end=date(2028, 3, 31), exception="特例")
    assert rows(office) == [(THREE, "leader", "区民部/税務課", "2026-06-01", "2028-03-31", "特例")]
    assert remarks(office, "assignments") == []


def test_what_an_import_will_refuse_is_named(office: Office) -> None:
    office.registry.assign(ONE, "leader", start=JUNE, end=JUNE)
    office.registry.assign(TWO, "leader", start=JUNE)
    first = office.entries("role.assigned", TWO)[0].seq
    office.registry.retract(first, "a mistake")
    office.registry.assign(TWO, "leader", start=JUNE, end=date(2026, 12, 31))
    office.registry.retract(office.registry.index.seq - 1, "no mistake")  # so that both stand
    office.registry.edit_staff(ONE, on=JUNE, joined=date(2026, 7, 1))
    assert [(remark.row, remark.code) for remark in remarks(office, "assignments")] == [
        (1, "not-in-service"),
        (2, "conflict"),
        (3, "conflict"),
    ]


def test_a_unit_that_is_read_as_another_is_named(office: Office) -> None:
    """Nobody was ever posted in a 税務課 of the first level, so an import takes the one of 区民部 to be meant."""
    office.registry.retract(office.entries("staff.joined", THREE)[0].seq, "comes later")
    office.registry.assign(ONE, "leader", start=JUNE, unit="税務課")
    office.registry.add_staff(THREE, "林　彩", joined=JUNE, unit="区民部/税務課")
    (remark,) = remarks(office, "assignments")
    assert (remark.row, remark.code) == (1, "altered")
    assert "区民部/税務課" in remark.message


def test_an_end_by_unassignment_is_no_news_to_the_registry_that_has_it(office: Office) -> None:
    office.registry.assign(ONE, "leader", start=JUNE, end=date(2027, 3, 31))
    office.registry.unassign(ONE, "leader", on=date(2026, 9, 30))
    header = "staff,role,unit,start,end\n"
    for end in ("2026-09-30", "2027-03-31", ""):
        assert office.take("assignments", f"{header}{ONE},leader,総務部/職員課,2026-06-01,{end}\n").unchanged == 1
    assert office.take("assignments", f"{header}{ONE},leader,総務部/職員課,2026-06-01,2026-12-31\n").rejected == 1


def test_an_end_of_9999_is_no_end(office: Office) -> None:
    office.registry.assign(ONE, "leader", start=JUNE)
    row = f"staff,role,unit,start,end\n{ONE},leader,総務部/職員課,2026-06-01,9999-12-31\n"
    assert office.take("assignments", row).unchanged == 1
