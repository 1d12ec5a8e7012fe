"""A staff file states the people as of a day: who is new joins, what is new is a change, what is blank says nothing."""

from __future__ import annotations

from datetime import date

import pytest

from dxskills.errors import Refused, WrongUsage
from dxskills.index.service import attributes_on, service_spans
from tests.exchange.office import JUNE, STAFF, Office, faults

APRIL = date(2026, 4, 1)
OCTOBER = date(2026, 10, 1)
ONE, TWO, THREE, NEW = "00000001", "00000002", "00000003", "00000009"


def on(office: Office, staff: str, day: date) -> dict[str, object]:
    return attributes_on(office.registry.index.facts(staff), day.toordinal())


def service(office: Office, staff: str) -> list[tuple[str, str | None]]:
    spans = service_spans(office.registry.index.facts(staff))
    return [
        (
            date.fromordinal(first).isoformat(),
            None if last == date.max.toordinal() else date.fromordinal(last).isoformat(),
        )
        for first, last in spans
    ]


# --- joining


def test_new_people_join_on_their_day_and_their_attributes_hold_from_it(office: Office) -> None:
    assert service(office, ONE) == [("2010-04-01", None)]
    assert on(office, ONE, date(2010, 4, 1)) == {
        "unit": "総務部/職員課",
        "appointment": "regular",
        "manager": False,
    }


def test_without_a_day_of_joining_new_people_count_from_the_day_of_the_file(office: Office) -> None:
    office.take("staff", f"職員番号,氏名\n{NEW},森　彩\n", on=JUNE)
    assert service(office, NEW) == [("2026-06-01", None)]


def test_a_new_person_needs_a_name(office: Office) -> None:
    assert faults(office.take("staff", f"職員番号,氏名\n{NEW},\n")) == [(2, "氏名", "missing-value")]
    assert faults(office.take("staff", f"職員番号,職種\n{NEW},事務\n")) == [(2, "name", "missing-value")]


def test_staff_numbers_are_one_in_full_width_and_half_width(office: Office) -> None:
    result = office.take("staff", STAFF.replace(ONE, "０００００００１"), on=APRIL)
    assert (result.added, result.unchanged) == (0, 3)


def test_names_are_trimmed_and_never_normalised(office: Office) -> None:
    # A compatibility ideograph, a variation selector, and a full-width blank inside.
    name = "\ufa19田　辻\U000e0100①"
    office.take("staff", f"職員番号,氏名\n{NEW},　{name}　\n")
    assert office.name(NEW) == name


def test_units_and_labels_are_normalised(office: Office) -> None:
    text = f"職員番号,氏名,部,課,係,職種,職層\n{NEW},森,ＤＸ推進室　, 情報システム課,,ＩＣＴ,主任　\n"
    office.take("staff", text, on=JUNE)
    assert on(office, NEW, JUNE) == {
        "unit": "DX推進室/情報システム課",
        "job_family": "ICT",
        "grade": "主任",
        "manager": False,
    }


def test_a_skipped_level_is_left_out(office: Office) -> None:
    office.take("staff", f"職員番号,氏名,部,課,係\n{NEW},森,選挙管理委員会事務局,,選挙係\n", on=JUNE)
    assert on(office, NEW, JUNE)["unit"] == "選挙管理委員会事務局/選挙係"


def test_level_columns_are_a_whole_path_and_no_tail(office: Office) -> None:
    office.take("staff", f"職員番号,氏名,部,課\n{NEW},森,職員課,\n", on=JUNE)
    assert on(office, NEW, JUNE)["unit"] == "職員課"


def test_a_unit_in_one_column_may_be_a_tail_or_use_wide_separators(office: Office) -> None:
    office.take("staff", f"職員番号,氏名,所属\n{NEW},森,職員課\n00000008,東,区民部／税務課\n", on=JUNE)
    assert on(office, NEW, JUNE)["unit"] == "総務部/職員課"
    assert on(office, "00000008", JUNE)["unit"] == "区民部/税務課"


def test_a_unit_written_in_two_ways_is_refused_until_one_is_mapped(office: Office) -> None:
    text = f"職員番号,氏名,所属,部,課\n{NEW},森,税務課,区民部,税務課\n"
    with pytest.raises(Refused) as refusal:
        office.take("staff", text)
    assert refusal.value.code == "doubled-column"
    result = office.take("staff", text, on=JUNE, mapping={"所属": "unit"})
    assert (result.added, "部, 課" in result.warnings[0]) == (1, True)
    assert on(office, NEW, JUNE)["unit"] == "区民部/税務課"


def test_a_header_can_be_mapped_to_a_level(office: Office) -> None:
    text = f"職員番号,氏名,局,室\n{NEW},森,都市局,道路室\n"
    office.take("staff", text, on=JUNE, mapping={"局": "部", "室": "課"})
    assert on(office, NEW, JUNE)["unit"] == "都市局/道路室"


@pytest.mark.parametrize("cell", ["職員課/人材育成係", "職員課／人材育成係"])
def test_a_separator_in_the_column_of_a_level_is_refused(office: Office, cell: str) -> None:
    result = office.take("staff", f"職員番号,氏名,部,課\n{NEW},森,総務部,{cell}\n")
    assert faults(result) == [(2, "課", "unit-separator")]
    assert "所属" in result.problems[0].message


def test_an_unknown_appointment_is_refused(office: Office) -> None:
    result = office.take("staff", f"職員番号,氏名,任用形態\n{NEW},森,アルバイト\n")
    assert faults(result) == [(2, "任用形態", "unknown-appointment")]


# --- changes


def test_what_is_stated_otherwise_is_a_change_from_that_day(office: Office) -> None:
    result = office.take("staff", f"職員番号,部,課\n{ONE},区民部,税務課\n", on=OCTOBER)
    assert result.added == 1
    assert on(office, ONE, date(2026, 9, 30))["unit"] == "総務部/職員課"
    assert on(office, ONE, OCTOBER)["unit"] == "区民部/税務課"
    assert office.data("staff.changed") == [{"unit": "区民部/税務課"}]


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    before = office.seq()
    result = office.take("staff", STAFF, on=APRIL)
    assert (result.added, result.unchanged, result.updated, result.batch) == (0, 3, 0, None)
    assert office.seq() == before


def test_a_blank_cell_never_erases(office: Office) -> None:
    office.take("staff", f"職員番号,管理職,職種\n{ONE},○,事務\n", on=JUNE)
    result = office.take("staff", f"職員番号,氏名,部,課,任用形態,管理職,職種\n{ONE},,,,,,\n", on=OCTOBER)
    assert (result.read, result.unchanged) == (1, 1)
    assert on(office, ONE, OCTOBER) == {
        "unit": "総務部/職員課",
        "appointment": "regular",
        "job_family": "事務",
        "manager": True,
    }


def test_a_blank_manager_is_no_for_everybody_in_a_complete_file(office: Office) -> None:
    office.take("staff", f"職員番号,管理職\n{ONE},○\n", on=JUNE)
    office.take("staff", f"職員番号,管理職\n{ONE},\n{TWO},\n{THREE},\n", on=OCTOBER, complete=True)
    assert on(office, ONE, JUNE)["manager"] is True
    assert on(office, ONE, OCTOBER)["manager"] is False


def test_a_complete_file_without_the_column_leaves_the_managers_alone(office: Office) -> None:
    office.take("staff", f"職員番号,管理職\n{ONE},○\n", on=JUNE)
    result = office.take("staff", f"職員番号\n{ONE}\n{TWO}\n{THREE}\n", on=OCTOBER, complete=True)
    assert (result.added, result.unchanged) == (0, 3)
    assert on(office, ONE, OCTOBER)["manager"] is True


def test_a_filled_department_states_the_whole_unit(office: Office) -> None:
    office.take("staff", f"職員番号,部,課\n{ONE},総務部,\n", on=OCTOBER)
    assert on(office, ONE, OCTOBER)["unit"] == "総務部"


def test_an_older_file_does_not_override_an_entry_of_a_later_day(office: Office) -> None:
    office.take("staff", f"職員番号,部,課\n{ONE},区民部,税務課\n", on=OCTOBER)
    result = office.take("staff", f"職員番号,部,課,職層\n{ONE},総務部,総務課,係長\n", on=JUNE)
    assert result.added == 1
    assert on(office, ONE, JUNE)["unit"] == "総務部/総務課"
    assert on(office, ONE, OCTOBER) == {**on(office, ONE, JUNE), "unit": "区民部/税務課"}


def test_importing_an_old_file_again_changes_nothing(office: Office) -> None:
    office.take("staff", f"職員番号,氏名,部,課,退職日\n{ONE},山田　學,区民部,税務課,2027-03-31\n", on=OCTOBER)
    before = office.seq()
    assert office.take("staff", STAFF, on=APRIL).unchanged == 3
    assert office.seq() == before
    assert office.name(ONE) == "山田　學"


def test_a_person_who_joins_later_is_compared_on_the_day_of_joining(office: Office) -> None:
    text = f"職員番号,氏名,部,課,採用日\n{NEW},森,総務部,職員課,2027-04-01\n"
    assert office.take("staff", text, on=OCTOBER).added == 1
    assert office.take("staff", text, on=OCTOBER).unchanged == 1
    assert office.take("staff", text.replace("職員課", "総務課"), on=OCTOBER).added == 1
    assert on(office, NEW, date(2027, 4, 1))["unit"] == "総務部/総務課"


def test_a_file_does_not_speak_of_somebody_yet_to_join_unless_it_says_so(office: Office) -> None:
    office.take("staff", f"職員番号,氏名,部,課,採用日\n{NEW},森,総務部,職員課,2027-04-01\n", on=OCTOBER)
    assert office.take("staff", f"職員番号,部,課\n{NEW},区民部,税務課\n", on=OCTOBER).unchanged == 1
    assert on(office, NEW, date(2027, 4, 1))["unit"] == "総務部/職員課"


def test_a_file_corrected_for_the_same_day_is_not_undone_by_the_first(office: Office) -> None:
    wrong, right = (f"職員番号,部,課\n{ONE},区民部,{section}\n" for section in ("税務課", "戸籍住民課"))
    office.take("staff", wrong, on=OCTOBER)
    assert office.take("staff", right, on=OCTOBER).added == 1
    before = office.seq()
    result = office.take("staff", wrong, on=OCTOBER)
    assert (result.unchanged, office.seq()) == (1, before)
    assert "corrected since" in result.notices[0]
    assert office.take("staff", wrong, on=OCTOBER, update=True).added == 1
    assert on(office, ONE, OCTOBER)["unit"] == "区民部/税務課"


# --- names


def test_names_follow_the_latest_file(office: Office) -> None:
    def write(name: str, day: date) -> int:
        return office.take("staff", f"職員番号,氏名\n{TWO},{name}\n", on=day).updated

    assert write("高橋　恵", OCTOBER) == 1
    assert write("髙橋　めぐみ", JUNE) == 0
    assert office.name(TWO) == "高橋　恵"
    assert write("髙橋　恵", date(2026, 11, 1)) == 1
    assert office.name(TWO) == "髙橋　恵"


def test_a_later_file_that_confirms_a_name_makes_it_later(office: Office) -> None:
    office.take("staff", f"職員番号,氏名\n{TWO},髙橋　恵\n", on=OCTOBER)
    office.take("staff", f"職員番号,氏名\n{TWO},橋本　恵\n", on=JUNE)
    assert office.name(TWO) == "髙橋　恵"


def test_the_name_of_somebody_yet_to_join_is_of_the_day_of_the_file(office: Office) -> None:
    office.take("staff", f"職員番号,氏名,採用日\n{NEW},森,2027-04-01\n", on=JUNE)
    office.take("staff", f"職員番号,氏名\n{NEW},林\n", on=OCTOBER)
    assert office.name(NEW) == "林"


def test_kana_are_compared_after_nfkc(office: Office) -> None:
    office.take("staff", f"職員番号,氏名,フリガナ\n{ONE},山田　学,ﾔﾏﾀﾞ ﾏﾅﾌﾞ\n", on=JUNE)
    result = office.take("staff", f"職員番号,氏名,フリガナ\n{ONE},山田　学,ヤマダ　マナブ\n", on=OCTOBER)
    assert result.unchanged == 1
    assert office.registry.journal.names()[ONE].kana == "ﾔﾏﾀﾞ ﾏﾅﾌﾞ"


# --- leaving, and the day of joining


def test_a_last_day_is_entered_and_inclusive(office: Office) -> None:
    office.take("staff", f"職員番号,退職年月日\n{ONE},令和8年12月31日\n{TWO},2026-07-31\n", on=OCTOBER)
    assert service(office, ONE) == [("2010-04-01", "2026-12-31")]
    assert service(office, TWO) == [("2015-04-01", "2026-07-31")]


def test_a_last_day_before_joining_is_refused(office: Office) -> None:
    text = f"職員番号,氏名,採用日,退職日\n{NEW},森,2026-05-01,2026-04-30\n{ONE},,,2009-03-31\n00000008,東,,2026-01-31\n"
    result = office.take("staff", text, on=APRIL)
    assert faults(result) == [(row, "退職日", "end-before-start") for row in (2, 3, 4)]


def test_a_postponed_last_day_replaces_the_former_and_an_old_file_does_not_bring_it_back(office: Office) -> None:
    old = f"職員番号,退職日\n{ONE},2026-12-31\n"
    office.take("staff", old, on=OCTOBER)
    assert office.take("staff", f"職員番号,退職日\n{ONE},2027-03-31\n", on=date(2026, 11, 1)).updated == 1
    before = office.seq()
    result = office.take("staff", old, on=OCTOBER)
    assert (result.unchanged, office.seq()) == (1, before)
    assert "corrected since" in result.notices[0]
    assert office.take("staff", old, on=OCTOBER, update=True).updated == 1
    assert service(office, ONE) == [("2010-04-01", "2026-12-31")]


def test_a_day_of_joining_is_corrected_and_an_old_file_does_not_bring_it_back(office: Office) -> None:
    assert office.take("staff", f"職員番号,採用日\n{ONE},2009-04-01\n", on=OCTOBER).updated == 1
    assert service(office, ONE) == [("2009-04-01", None)]
    before = office.seq()
    assert office.take("staff", STAFF, on=APRIL).unchanged == 3
    assert office.seq() == before


def test_a_later_day_of_joining_would_cut_service_short_and_must_be_insisted_on(office: Office) -> None:
    text = f"職員番号,採用日\n{ONE},2011-04-01\n"
    assert faults(office.take("staff", text, on=OCTOBER)) == [(2, "採用日", "conflict")]
    assert office.take("staff", text, on=OCTOBER, update=True).updated == 1
    assert service(office, ONE) == [("2011-04-01", None)]


def test_somebody_who_left_can_come_back_with_a_new_day_of_joining(office: Office) -> None:
    office.take("staff", f"職員番号,退職日\n{ONE},2026-06-30\n", on=JUNE)
    text = f"職員番号,部,課,採用日\n{ONE},区民部,税務課,2026-10-01\n"
    assert office.take("staff", text, on=OCTOBER).added == 1
    assert service(office, ONE) == [("2010-04-01", "2026-06-30"), ("2026-10-01", None)]
    assert on(office, ONE, OCTOBER)["unit"] == "区民部/税務課"
    assert office.take("staff", text, on=OCTOBER).unchanged == 1


def test_somebody_who_left_is_not_changed_later(office: Office) -> None:
    office.take("staff", f"職員番号,退職日\n{ONE},2026-06-30\n", on=JUNE)
    same = office.take("staff", STAFF, on=OCTOBER)
    assert (same.unchanged, same.refused) == (3, False)
    assert any("left on 2026-06-30" in notice for notice in same.notices)
    result = office.take("staff", f"職員番号,部,課\n{ONE},区民部,税務課\n", on=OCTOBER)
    assert [problem.code for problem in result.problems] == ["not-in-service"]


# --- who is absent


def test_absent_people_are_left_alone(office: Office) -> None:
    result = office.take("staff", STAFF.replace(f"{THREE},林　彩,区民部,税務課,会計年度任用職員,2026-04-01\n", ""))
    assert (result.unchanged, result.notices) == (2, ())
    assert service(office, THREE) == [("2026-04-01", None)]


def test_a_complete_file_names_who_is_absent(office: Office) -> None:
    result = office.take("staff", f"職員番号\n{ONE}\n", on=OCTOBER, complete=True)
    assert f"{TWO}, {THREE}" in result.notices[-1]
    assert office.entries("staff.left") == []


def test_who_is_absent_is_marked_as_left_the_day_before(office: Office) -> None:
    result = office.take("staff", f"職員番号\n{ONE}\n{TWO}\n", on=OCTOBER, complete=True, mark_left=True)
    assert result.batch is not None
    assert service(office, THREE) == [("2026-04-01", "2026-09-30")]
    again = office.take("staff", f"職員番号\n{ONE}\n{TWO}\n", on=OCTOBER, complete=True, mark_left=True)
    assert again.batch is None


def test_nobody_is_marked_as_left_while_a_row_does_not_say_whom_it_means(office: Office) -> None:
    text = f"職員番号,職種\n{ONE},\n{TWO},\n??,事務\n"
    result = office.take("staff", text, on=OCTOBER, complete=True, mark_left=True, skip_invalid=True)
    assert THREE in result.notices[-1]
    assert office.entries("staff.left") == []


def test_a_rejected_person_is_not_absent(office: Office) -> None:
    text = f"職員番号,採用日\n{ONE},\n{TWO},昨日\n{THREE},\n"
    office.take("staff", text, on=OCTOBER, complete=True, mark_left=True, skip_invalid=True)
    assert office.entries("staff.left") == []


def test_options_that_make_no_sense_are_refused(office: Office) -> None:
    with pytest.raises(WrongUsage):
        office.take("staff", STAFF, mark_left=True)
    with pytest.raises(WrongUsage):
        office.take("trainings", "職員番号,研修,受講日\n1,security,2026-06-01\n", complete=True)


# --- transfers and assignments


def test_a_transfer_ends_an_assignment_and_is_named(office: Office) -> None:
    office.registry.assign(ONE, "leader", start=JUNE)
    result = office.take("staff", f"職員番号,部,課\n{ONE},区民部,税務課\n", on=OCTOBER)
    (notice,) = result.notices
    assert "row 2" in notice
    assert "総務部/職員課" in notice
    assert "2026-09-30" in notice


# --- one person twice


def test_the_same_row_twice_is_one_person(office: Office) -> None:
    row = f"{NEW},森,総務部,職員課\n"
    result = office.take("staff", "職員番号,氏名,部,課\n" + row + row.replace(NEW, "０００００００９"), on=JUNE)
    assert (result.added, result.unchanged) == (1, 1)


def test_one_person_stated_in_two_ways_is_a_conflict_of_both_rows(office: Office) -> None:
    text = f"職員番号,氏名,部,課\n{NEW},森,総務部,職員課\n{NEW},森,総務部,総務課\n"
    result = office.take("staff", text, skip_invalid=True)
    assert [(row, code) for row, _column, code in faults(result)] == [(2, "conflict"), (3, "conflict")]
    assert office.entries("staff.joined", NEW) == []
