"""``why``: rule, entries, dates, verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dxskills.analysis.sentences import sentences
from dxskills.analysis.why import Found, NotAsked, Verdict, Why
from tests.analysis.office import Office, day

MakeOffice = Callable[..., Office]

ROLES = """
  - id: lead
    name: Lead
    requirements:
      - {id: licence, name: The licence, certification: licence, within: 12m}
      - {id: skill, any_of: [{skill: data, level: 2}, {training: yearly}]}
      - {id: cycle, training: course, cycle: {every: fiscal-year, by: "12-31"}}
      - {id: later, training: law, effective_from: 2027-04-01}
  - id: boss
    name: Boss
    membership: {where: {manager: true, unit: [A, B]}}
    requirements: [{id: q, training: law, within: fiscal-year-end}]
  - {id: old, name: Old, membership: everyone, effective_until: 2020-03-31, requirements: [{id: q, training: law}]}
"""


@pytest.fixture
def led(office: MakeOffice) -> Office:
    made = office(ROLES)
    made.person()
    made.assign("p", "lead", "2025-04-01", end="2026-12-31")
    return made


def why(made: Office, requirement: str | None, on: str, staff: str = "p", **values: Any) -> Why:
    answer: Why = made.registry.why(staff, requirement, as_of=day(on), **values)
    return answer


def verdict(made: Office, requirement: str, on: str, **values: Any) -> Verdict:
    (only,) = why(made, requirement, on, **values).verdicts
    return only


def found(verdict: Verdict) -> list[Found]:
    return [each for alternative in verdict.alternatives for each in alternative.found]


def missing(made: Office, requirement: str, on: str, staff: str = "p") -> NotAsked:
    answer = why(made, requirement, on, staff)
    assert answer.verdicts == ()
    (only,) = answer.not_asked
    return only


def test_the_role_is_held_by_an_assignment(led: Office) -> None:
    held = verdict(led, "lead/skill", "2025-05-01").held
    assert (held.by, held.unit, held.since, held.until, held.entry) == (
        "assignment", "A/a", day("2025-04-01"), day("2026-12-31"), 2,
    )  # fmt: skip


def test_the_role_is_held_by_meeting_its_conditions(led: Office) -> None:
    led.person("m", unit="B/b", manager=True)
    (only,) = why(led, "boss/q", "2025-05-01", "m").verdicts
    assert (only.held.by, only.held.since, only.held.entry) == ("membership", day("2020-01-01"), None)
    assert only.held.conditions == {"manager": True, "unit": ("A", "B")}


@pytest.mark.parametrize(
    ("on", "requirement", "status", "decided_by", "how"),
    [
        ("2025-05-01", "licence", "pending", "not-due-yet", "within"),
        ("2026-04-02", "licence", "overdue", "never-valid", "within"),
        ("2025-05-01", "skill", "overdue", "never-valid", "at-once"),
        ("2025-05-01", "cycle", "pending", "cycle-open", "by"),
        ("2026-01-01", "cycle", "overdue", "cycle-missed", "by"),
    ],
)
def test_the_sentence_of_the_rules_that_decided(
    led: Office, on: str, requirement: str, status: str, decided_by: str, how: str
) -> None:
    only = verdict(led, f"lead/{requirement}", on)
    assert (only.status, only.decided_by, only.due.how, only.due.because) == (status, decided_by, how, "held")


def test_validity_says_where_the_end_comes_from(led: Office) -> None:
    led.certify("licence", "2023-10-01")
    led.certify("licence", "2026-04-01")
    led.certify("licence", "2026-05-01", expires_on="2026-06-30")
    led.certify("expert", "2026-05-02")
    led.revoke("expert", "2026-05-10")
    only = verdict(led, "lead/licence", "2026-06-01")
    ends = [(each.entry, each.ends_by, each.valid_until, each.through, each.decides) for each in found(only)]
    assert ends == [
        (3, "validity", day("2026-09-30"), "itself", False),
        (4, "renewal", day("2029-09-30"), "itself", True),
        (5, "expires-on", day("2026-06-30"), "itself", False),
        (6, "revocation", day("2026-05-09"), "satisfies", False),
    ]
    assert found(only)[1].renews_until == day("2026-09-30")
    assert (found(only)[3].revoked_by, found(only)[3].because) == (7, "lapsed")
    assert (only.status, only.decided_by, only.evidence) == ("met", "beyond-horizon", (4,))


def test_what_does_not_count_says_why(led: Office) -> None:
    led.assess(3, "2024-01-01")
    led.assess(1, "2025-05-01")
    led.train("yearly", "2025-05-01", outcome="failed")
    led.train("advanced", "2025-07-01")
    only = verdict(led, "lead/skill", "2025-06-01")
    assert [(each.entry, each.counts, each.because) for each in found(only)] == [
        (3, False, "replaced"),
        (4, False, "level"),
        (6, False, "future"),
        (5, False, "outcome"),
        (6, False, "future"),
    ]
    assert [alternative.evident for alternative in only.alternatives] == [False, False]
    assert (only.status, only.was_valid_until) == ("expired", day("2025-04-30"))


def test_a_cycle_counts_its_own_year_only_and_not_what_is_revoked(office: MakeOffice) -> None:
    made = office("  - {id: r, name: R, requirements: [{id: q, certification: exam, cycle: {every: fiscal-year}}]}\n")
    made.person()
    made.assign("p", "r", "2024-04-01")
    made.certify("exam", "2024-05-01")
    made.certify("exam", "2025-05-01")
    made.revoke("exam", "2025-06-01")
    made.certify("exam", "2025-07-01")
    only = verdict(made, "r/q", "2025-08-01")
    assert [(each.counts, each.because, each.ends_by) for each in found(only)] == [
        (False, "revoked", "cycle"),
        (False, "revoked", "cycle"),
        (True, None, "cycle"),
    ]
    assert (only.status, only.valid_until, only.evidence) == ("met", day("2026-03-31"), (6,))
    assert found(verdict(made, "r/q", "2025-04-30"))[0].because == "outside-year"


def test_a_waiver_and_what_is_planned_are_shown(led: Office) -> None:
    led.waive("lead/skill", "2025-05-01", "2025-06-30")
    led.enrol("advanced", "2025-09-01")
    only = verdict(led, "lead/skill", "2025-06-01")
    assert only.waiver is not None
    assert (only.status, only.decided_by, only.waiver.entry, only.waiver.reason) == ("waived", "waiver", 3, "on leave")
    assert [(plan.training, plan.on) for plan in only.planned] == [("advanced", day("2025-09-01"))]


def test_without_a_requirement_every_obligation_is_explained(led: Office) -> None:
    verdicts = why(led, None, "2025-05-01").verdicts
    assert [each.requirement for each in verdicts] == ["cycle", "licence", "skill"]


def test_why_something_is_not_asked(led: Office) -> None:
    led.person("late", joined="2025-06-01", unit="C")
    assert missing(led, "boss/q", "2025-05-01", "late").code == "not-in-service"
    assert missing(led, "old/q", "2025-05-01").code == "role-not-in-effect"
    assert missing(led, "lead/later", "2025-05-01").code == "requirement-not-in-effect"
    assert missing(led, "lead/skill", "2025-07-01", "late").code == "not-assigned"
    assert missing(led, "lead/skill", "2025-03-31").params == {"entry": 2, "unit": "A/a", "start": day("2025-04-01")}
    assert missing(led, "lead/skill", "2027-01-01").params["end"] == day("2026-12-31")
    assert missing(led, "boss/q", "2025-05-01").params == {"condition": "manager", "wanted": True, "is": False}
    led.registry.edit_staff("late", on=day("2025-06-02"), manager=True)
    assert missing(led, "boss/q", "2025-07-01", "late").params == {
        "condition": "unit",
        "wanted": ("A", "B"),
        "is": "C",
    }


def test_known_at_explains_what_was_known_then(led: Office) -> None:
    before = led.now
    led.certify("licence", "2025-04-02")
    assert verdict(led, "lead/licence", "2025-05-01", known_at=before).status == "pending"
    assert verdict(led, "lead/licence", "2025-05-01").status == "met"


def test_the_explanation_in_words(led: Office) -> None:
    led.certify("licence", "2023-10-01")
    led.certify("licence", "2026-04-01")
    assert sentences(why(led, "lead/licence", "2026-06-01")) == [
        "p P, as of 2026-06-01",
        "",
        "Lead / The licence (lead/licence): met, mandatory",
        "  Holds the role in A/a from 2025-04-01 to 2026-12-31 (entry 2).",
        "  Asked for: Licence.",
        "  Due on 2026-04-01: 12 months after 2025-04-01, when the role was taken up.",
        "  Licence:",
        "    entry 3: Licence of 2023-10-01: valid until 2026-09-30.",
        "    entry 4: Licence of 2026-04-01: valid until 2029-09-30, running on from the end of the one before on"
        " 2026-09-30. This decides.",
        "  Met: valid until 2029-09-30, more than 90 days after 2026-06-01.",
    ]


def test_every_way_of_deciding_has_words(led: Office) -> None:
    led.person("m", unit="B", manager=True)
    led.assess(1, "2025-05-01")
    led.waive("lead/licence", "2025-05-01", "2025-05-31")
    led.enrol("advanced", "2026-12-01")
    led.train("yearly", "2025-05-01", outcome="failed")
    for on in ("2025-05-02", "2026-02-01", "2027-01-01", "2019-01-01"):
        for staff in ("p", "m"):
            for requirement in (None, "lead/licence", "lead/skill", "lead/cycle", "lead/later", "boss/q", "old/q"):
                lines = sentences(why(led, requirement, on, staff))
                assert not any("{" in line or "None" in line for line in lines), lines


def test_the_document_is_named_and_has_iso_dates(led: Office) -> None:
    document = why(led, "lead/licence", "2025-05-01").as_dict()
    assert document["schema"] == "dxskills/why/1"
    assert document["verdicts"][0]["due"] == {
        "counted_from": "2025-04-01",
        "because": "held",
        "due_on": "2026-04-01",
        "how": "within",
    }
    assert document["verdicts"][0]["role_name"] == {"ja": "Lead", "en": "Lead"}
