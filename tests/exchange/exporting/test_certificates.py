"""Certifications with their revocations, out and in."""

from __future__ import annotations

from datetime import date

import pytest

from tests.exchange.exporting.test_people import remarks
from tests.exchange.office import Office, faults

ONE = "00000001"
FIRST, SECOND = date(2020, 4, 1), date(2023, 4, 1)
HEADER = "職員番号,資格,取得日,失効日,取消理由"


@pytest.fixture
def awarded(office: Office) -> Office:
    office.registry.record_certification("passport", ONE, on=FIRST, number="第1号")
    office.registry.record_certification("passport", ONE, on=SECOND)
    return office


def revocations(office: Office) -> list[tuple[str, str | None, str | None]]:
    return office.registry.export(
        "certifications",
        lambda export: [(row["on"], row["revoked_on"], row["revoked_reason"]) for row in export.as_dicts()],
    )


def test_a_revocation_stands_beside_every_record_that_it_caps(awarded: Office) -> None:
    awarded.registry.revoke("passport", ONE, on=date(2024, 1, 1), reason="懲戒\n処分")
    assert revocations(awarded) == [
        ("2020-04-01", "2024-01-01", "懲戒\n処分"),
        ("2023-04-01", "2024-01-01", "懲戒\n処分"),
    ]


def test_a_record_after_the_revocation_has_none(awarded: Office) -> None:
    awarded.registry.revoke("passport", ONE, on=date(2022, 1, 1))
    assert revocations(awarded) == [("2020-04-01", "2022-01-01", None), ("2023-04-01", None, None)]


def test_a_revocation_that_caps_nothing_more_repeats_a_record(awarded: Office) -> None:
    awarded.registry.revoke("passport", ONE, on=date(2024, 1, 1))
    awarded.registry.revoke("passport", ONE, on=date(2025, 1, 1))
    assert revocations(awarded) == [
        ("2020-04-01", "2024-01-01", None),
        ("2023-04-01", "2024-01-01", None),
        ("2023-04-01", "2025-01-01", None),
    ]


def test_a_revocation_of_nothing_is_named(awarded: Office) -> None:
    awarded.registry.revoke("passport", ONE, on=date(2019, 1, 1))
    assert revocations(awarded) == [("2020-04-01", None, None), ("2023-04-01", None, None)]
    assert [(remark.row, remark.code) for remark in remarks(awarded, "certifications")] == [(None, "ends-nothing")]


# --- in


def test_a_revocation_of_a_record_that_is_known_is_news_and_no_conflict(awarded: Office) -> None:
    row = f"{HEADER}\n{ONE},passport,2023-04-01,2024-01-01,懲戒\n"
    result = awarded.take("certifications", row)
    assert (result.added, result.unchanged, result.rejected) == (1, 0, 0)
    assert awarded.data("certification.revoked") == [{"certification": "passport", "reason": "懲戒"}]
    assert awarded.take("certifications", row).unchanged == 1


def test_a_row_may_bring_an_award_and_its_revocation(office: Office) -> None:
    office.take("certifications", f"{HEADER}\n{ONE},passport,R5.4.1,R6.1.1,\n")
    (entry,) = office.entries("certification.revoked")
    assert (entry.on, entry.data) == ("2024-01-01", {"certification": "passport"})


def test_a_revocation_without_a_reason_agrees_with_the_one_that_has_one(awarded: Office) -> None:
    awarded.registry.revoke("passport", ONE, on=date(2024, 1, 1), reason="懲戒")
    assert awarded.take("certifications", f"{HEADER}\n{ONE},passport,2023-04-01,2024-01-01,\n").unchanged == 1


def test_another_reason_is_a_conflict(awarded: Office) -> None:
    awarded.registry.revoke("passport", ONE, on=date(2024, 1, 1), reason="懲戒")
    result = awarded.take("certifications", f"{HEADER}\n{ONE},passport,2023-04-01,2024-01-01,誤り\n")
    assert faults(result) == [(2, None, "conflict")]


def test_two_rows_may_tell_of_two_revocations_of_one_record(awarded: Office) -> None:
    row = f"{ONE},passport,2023-04-01"
    awarded.take("certifications", f"{HEADER}\n{row},2024-01-01,\n{row},2025-01-01,\n{row},,\n")
    assert [entry.on for entry in awarded.entries("certification.revoked")] == ["2024-01-01", "2025-01-01"]


def test_a_revocation_before_the_award_is_refused(office: Office) -> None:
    result = office.take("certifications", f"{HEADER}\n{ONE},passport,2023-04-01,2023-03-31,\n")
    assert faults(result) == [(2, "失効日", "end-before-start")]
