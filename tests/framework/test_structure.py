"""What is written where: keys, and the form of every kind of value."""

from __future__ import annotations

import pytest

from tests.framework.files import build, codes, told

HEAD = "schema: dxskills/trainings/1\n"


def of_training(entry: str) -> list[str]:
    """What is told of trainings.yaml with one training in line 3; the places without the file."""
    found = told(trainings=f"{HEAD}trainings:\n  - {entry}\n")
    return [line.removeprefix("trainings.yaml:") for line in found]


def of_role(entry: str) -> list[str]:
    """What is told of roles.yaml with one role, from line 8 on."""
    found = told(more="roles:\n" + "".join(f"  {line}\n" for line in entry.splitlines()))
    return [line.removeprefix("roles.yaml:") for line in found]


# ── Keys ──


def test_every_fault_of_both_files_is_told_in_one_go_by_file_line_and_column() -> None:
    found = told(
        roles="""\
        schema: dxskills/roles/1
        organisation: {id: ward, nam: Ward}
        roles:
          - {id: lead, name: Lead, categry: x, moves_with_person: perhaps}
        """,
        trainings="""\
        schema: dxskills/trainings/1
        trainings:
          - {id: a b, name: NO}
          - name: Nameless
        """,
    )
    assert found == [
        "roles.yaml:2:1 missing-key: The key name is missing.",
        "roles.yaml:2:26 unknown-key: There is no key nam here. Did you mean name?",
        "roles.yaml:4:28 unknown-key: There is no key categry here. Did you mean category?",
        "roles.yaml:4:59 bad-boolean: perhaps is neither true nor false.",
        "trainings.yaml:3:10 bad-id: a b is no id: an id consists of A-Z, a-z, 0-9, dots, underscores and hyphens, "
        "a letter or digit first.",
        'trainings.yaml:3:21 must-be-quoted: NO must be quoted: YAML reads it as true or false. Write "NO".',
        "trainings.yaml:4:5 missing-key: The key id is missing.",
    ]


def test_unknown_keys_are_told_at_every_depth_with_the_nearest_known_one() -> None:
    assert of_training("{id: a, name: A, validity: {month: 3, months: 3}, renewal: {}}") == [
        "3:33 unknown-key: There is no key month here. Did you mean months?",
        "3:55 unknown-key: There is no key renewal here.",
    ]
    assert of_role("- {id: a, name: A, membership: {where: {manger: true, manager: true}}}") == [
        "8:43 unknown-key: There is no key manger here. Did you mean manager?"
    ]


def test_the_kind_of_file_is_checked() -> None:
    assert told(trainings="schema: dxskills/roles/1\n") == [
        "trainings.yaml:1:9 bad-choice: dxskills/roles/1 is not one of: dxskills/trainings/1. "
        "Did you mean dxskills/trainings/1?"
    ]


# ── Texts ──

READ_AS_SOMETHING_ELSE = {
    "0123": "a number",
    "421": "a number",
    "1_000": "a number",
    "0x1F": "a number",
    "12:30": "a number",
    "1.5": "a number",
    ".inf": "a number",
    "2027-04-01": "a date",
    "NO": "true or false",
    "on": "true or false",
    "true": "true or false",
    "null": "nothing",
    "~": "nothing",
}


@pytest.mark.parametrize("text", READ_AS_SOMETHING_ELSE)
def test_a_text_that_yaml_would_read_as_something_else_must_be_quoted(text: str) -> None:
    reading = READ_AS_SOMETHING_ELSE[text]
    expected = f'must-be-quoted: {text} must be quoted: YAML reads it as {reading}. Write "{text}".'
    found = of_training(f"{{id: a, name: {text}}}")
    assert found == [f"3:19 {expected}"]
    assert f"3:10 {expected}" in of_training(f"{{id: {text}, name: A}}")
    assert of_training(f'{{id: a, name: "{text}"}}') == []


@pytest.mark.parametrize("text", ["421", "0123", "NO", "179B", "2027-04-01", "1e3"])
def test_ids_of_other_frameworks_are_kept_as_they_are(text: str) -> None:
    framework = build(trainings=f"{HEAD}trainings: [{{id: '{text}', name: A}}]\n")
    assert list(framework.trainings) == [text]


@pytest.mark.parametrize("text", ["T0001", "179B", "K-1.2_a", "1e3", "a"])
def test_ids_that_stay_texts_need_no_quotes(text: str) -> None:
    assert of_training(f"{{id: {text}, name: A}}") == []


@pytest.mark.parametrize("text", ["-a", ".a", "研修", "a/b", "a b", "ａ", "a\u200bb"])
def test_ids_consist_of_few_characters(text: str) -> None:
    assert codes(of_training(f'{{id: "{text}", name: A}}')) == ["bad-id"]


def test_references_must_be_quoted_too() -> None:
    found = of_training("{id: '0123', name: A, prerequisites: [0123]}")
    assert 'must-be-quoted: 0123 must be quoted: YAML reads it as a number. Write "0123".' in found[0]


def test_texts_are_one_for_both_languages_or_one_for_each() -> None:
    text = HEAD + "trainings: [{id: a, name: A}, {id: b, name: {ja: 乙}}, {id: c, name: {ja: 丙, en: C}}]\n"
    trainings = build(trainings=text).trainings
    assert [tuple(training.name) for training in trainings.values()] == [("A", "A"), ("乙", None), ("丙", "C")]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{}", "empty-text"),
        ("{ja: ~}", "empty-text"),
        ('""', "empty-text"),
        ('"　 "', "empty-text"),
        ("", "empty-value"),
        ("[a]", "wrong-type"),
        ("{ja: [a]}", "wrong-type"),
        ("{de: A}", "unknown-key"),
    ],
)
def test_texts_that_say_nothing(written: str, code: str) -> None:
    assert code in codes(of_training(f"{{id: a, name: {written}}}"))


# ── Numbers, dates, true and false, periods ──


@pytest.mark.parametrize(
    "hours", ["-1", "'3'", "3,5", "1e3", "0x10", "three", "３", "99999999999", "[3]", "{a: 3}", ""]
)
def test_numbers_are_digits_without_quotes(hours: str) -> None:
    assert len(of_training(f"{{id: a, name: A, hours: {hours}}}")) == 1


@pytest.mark.parametrize("cost", ["-1", "1.5", "0123", "1_000", "true", "'0'"])
def test_whole_numbers_are_whole(cost: str) -> None:
    assert len(of_training(f"{{id: a, name: A, cost: {cost}}}")) == 1


def test_numbers_mean_what_is_written() -> None:
    text = HEAD + "trainings: [{id: a, name: A, hours: 1.5, cost: 0, capacity: 40, pass_score: 70}]\n"
    training = build(trainings=text).trainings["a"]
    assert (training.hours, training.cost, training.capacity, training.pass_score) == (1.5, 0, 40, 70)


@pytest.mark.parametrize("said", ["yes", "NO", "1", "'true'", "~x"])
def test_true_and_false_are_the_only_words_for_it(said: str) -> None:
    assert len(of_training(f"{{id: a, name: A, assumed: {said}}}")) == 1


@pytest.mark.parametrize("said", ["true", "True", "TRUE"])
def test_true_may_be_capitalised(said: str) -> None:
    assert of_training(f"{{id: a, name: A, assumed: {said}}}") == []


@pytest.mark.parametrize(
    "day", ["2027-02-29", "2027-13-01", "2027-4-1", "20270401", "2027/04/01", "0000-01-01", "soon"]
)
def test_days_that_do_not_exist(day: str) -> None:
    assert codes(of_role(f"- {{id: a, name: A, effective_from: {day}}}")) == ["bad-date"]


@pytest.mark.parametrize("day", ["2027-04-01", "'2027-04-01'"])
def test_days_with_and_without_quotes(day: str) -> None:
    assert of_role(f"- {{id: a, name: A, effective_from: {day}}}") == []


@pytest.mark.parametrize("day", ["02-29", "02-30", "13-01", "4-1", "0401", "00-10"])
def test_days_of_the_year_come_every_year(day: str) -> None:
    roles = f"schema: dxskills/roles/1\norganisation: {{id: a, name: A, fiscal_year_start: '{day}'}}\n"
    assert codes(told(roles=roles)) == ["bad-month-day"]
    requirement = f"{{id: q, training: security, cycle: {{every: fiscal-year, by: '{day}'}}}}"
    assert codes(of_role(f"- {{id: a, name: A, requirements: [{requirement}]}}")) == ["bad-month-day"]


@pytest.mark.parametrize(
    "within", ["12", "12q", "-1m", "1.5y", "m", "12 m", "１２m", "101y", "40000d", "year-end", "[1d]"]
)
def test_periods_are_a_number_and_a_letter(within: str) -> None:
    found = of_role(f"- {{id: a, name: A, requirements: [{{id: q, training: security, within: {within}}}]}}")
    assert codes(found) in (["bad-period"], ["wrong-type"])


@pytest.mark.parametrize("within", ["0d", "60d", "2w", "6m", "1y", "fiscal-year-end"])
def test_periods_of_grace(within: str) -> None:
    assert of_role(f"- {{id: a, name: A, requirements: [{{id: q, training: security, within: {within}}}]}}") == []


def test_only_grace_reaches_to_the_end_of_the_fiscal_year() -> None:
    found = of_training("{id: a, name: A, validity: {months: 3, renew: from-expiry, window: fiscal-year-end}}")
    assert codes(found) == ["bad-period"]


def test_lists_are_lists_and_mappings_mappings() -> None:
    assert of_training("{id: a, name: A, aliases: Alpha, validity: forever, grants: [gis]}") == [
        "3:31 wrong-type: Here belongs a list, as in [a, b].",
        "3:48 wrong-type: Here belong keys with values, not a text.",
        "3:66 wrong-type: Here belong keys with values, not a text.",
    ]


def test_null_is_as_good_as_leaving_out_and_an_empty_value_is_not() -> None:
    assert of_training("{id: a, name: A, validity: null, hours: ~}") == []
    assert of_training("{id: a, name: A, validity: }") == [
        "3:22 empty-value: The key has no value; write one, or leave the key out."
    ]


@pytest.mark.parametrize(
    ("entry", "choices"),
    [
        ("{id: a, name: A, format: elearning}", "e-learning"),
        ("{id: a, name: A, validity: {months: 3, renew: from-expire, window: 6m}}", "from-expiry"),
    ],
)
def test_words_outside_a_choice_are_told_with_the_nearest(entry: str, choices: str) -> None:
    assert of_training(entry)[0].endswith(f"Did you mean {choices}?")
