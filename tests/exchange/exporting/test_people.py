"""Staff files out: one row for each state of a person, stated of the day on which it begins."""

from __future__ import annotations

from datetime import date

from dxskills.exchange.exporting.remarks import Remark
from tests.exchange.office import JUNE, Office

ONE, TWO, THREE = "00000001", "00000002", "00000003"


def rows(office: Office, staff: str | None = None, kind: str = "staff") -> list[str]:
    """The rows as a file has them, without the columns that tell nothing of a history."""
    keep = ("staff", "name", "unit", "grade", "joined", "left", "on")

    def take(export: object) -> list[str]:
        found = export.as_dicts()  # type: ignore[attr-defined]
        return [" ".join(str(row[key] or "-") for key in keep) for row in found if staff in (None, row["staff"])]

    return office.registry.export(kind, take)


def remarks(office: Office, kind: str = "staff") -> list[Remark]:
    return office.registry.export(kind, lambda export: (list(export.rows), export.remarks.kept)[1])


def test_who_never_changed_has_one_row_stated_of_the_day_of_the_name(office: Office) -> None:
    assert rows(office) == [
        f"{ONE} 山田　学 総務部/職員課 - 2010-04-01 - 2026-04-01",
        f"{TWO} 髙橋　恵 総務部/総務課 - 2015-04-01 - 2026-04-01",
        f"{THREE} 林　彩 区民部/税務課 - 2026-04-01 - 2026-04-01",
    ]


def test_a_change_has_a_row_of_its_day_and_leaves_the_name_to_the_rows_before(office: Office) -> None:
    office.registry.transfer(ONE, "区民部", on=JUNE)
    assert rows(office, ONE) == [
        f"{ONE} 山田　学 総務部/職員課 - 2010-04-01 - 2026-04-01",
        f"{ONE} - 区民部 - 2010-04-01 - 2026-06-01",
    ]


def test_a_name_known_from_a_later_day_than_a_change_has_a_row_of_its_own(office: Office) -> None:
    office.registry.edit_staff(ONE, on=JUNE, grade="主任")
    office.registry.edit_staff(ONE, on=date(2026, 7, 1), name="山田　学美")
    office.registry.edit_staff(ONE, on=date(2026, 8, 1), grade="係長")
    assert rows(office, ONE) == [
        f"{ONE} 山田　学美 総務部/職員課 - 2010-04-01 - 2010-04-01",
        f"{ONE} 山田　学美 総務部/職員課 主任 2010-04-01 - 2026-06-01",
        f"{ONE} 山田　学美 総務部/職員課 主任 2010-04-01 - 2026-07-01",
        f"{ONE} - 総務部/職員課 係長 2010-04-01 - 2026-08-01",
    ]


def test_several_spells_of_service_and_what_changed_between_them(office: Office) -> None:
    office.registry.leave(THREE, on=date(2026, 6, 30))
    office.registry.edit_staff(THREE, on=date(2026, 8, 1), grade="主任")
    office.registry.edit_staff(THREE, on=date(2026, 10, 1), joined=date(2026, 10, 1))
    assert rows(office, THREE) == [
        f"{THREE} 林　彩 区民部/税務課 - 2026-04-01 2026-06-30 2026-04-01",
        f"{THREE} - 区民部/税務課 主任 2026-04-01 2026-06-30 2026-08-01",
        f"{THREE} - 区民部/税務課 主任 2026-10-01 - 2026-10-01",
    ]


def test_a_change_to_the_same_is_no_change(office: Office) -> None:
    office.registry.leave(ONE, on=date(2026, 6, 30))
    office.registry.edit_staff(ONE, on=date(2026, 7, 1), joined=date(2026, 7, 1))
    office.registry.retract(office.entries("staff.left", ONE)[0].seq, "did not leave")
    assert rows(office, ONE) == [f"{ONE} 山田　学 総務部/職員課 - 2010-04-01 - 2026-04-01"]
    assert [(remark.row, remark.code) for remark in remarks(office)] == [(None, "overlapping-service")]


def test_who_has_left_is_stated_of_the_day_of_the_name_too(office: Office) -> None:
    office.registry.leave(TWO, on=date(2026, 3, 31))
    assert rows(office, TWO) == [f"{TWO} 髙橋　恵 総務部/総務課 - 2015-04-01 2026-03-31 2026-04-01"]


def test_what_is_told_of_nobody_is_named(office: Office) -> None:
    office.registry.enrol("literacy", THREE, on=JUNE)
    office.registry.retract(office.entries("staff.joined", THREE)[0].seq, "never came")
    assert [(remark.staff, remark.code) for remark in remarks(office)] == [
        (THREE, "never-joined"),
        (THREE, "name-without-person"),
    ]
    (refused,) = remarks(office, "enrolments")
    assert (refused.row, refused.code, refused.refuses) == (1, "unknown-staff", True)


def test_what_is_said_of_a_day_before_joining_is_named(office: Office) -> None:
    office.registry.edit_staff(THREE, on=date(2026, 3, 1), grade="主任")
    assert rows(office, THREE) == [f"{THREE} 林　彩 区民部/税務課 主任 2026-04-01 - 2026-04-01"]
    assert [(remark.row, remark.code) for remark in remarks(office)] == [(None, "before-joining")]


def test_a_person_without_a_name_is_named(office: Office) -> None:
    names = office.registry.journal.names()
    del names[TWO]
    with office.registry.journal.writing() as writing:
        writing.save_names(names)
    (remark,) = remarks(office)
    assert (remark.row, remark.staff, remark.code) == (2, TWO, "missing-value")


def test_a_name_of_no_day_is_taken_for_one_of_the_day_of_joining(office: Office) -> None:
    names = office.registry.journal.names()
    names[TWO] = names[TWO]._replace(as_of="いつか")
    with office.registry.journal.writing() as writing:
        writing.save_names(names)
    assert rows(office, TWO) == [f"{TWO} 髙橋　恵 総務部/総務課 - 2015-04-01 - 2015-04-01"]
