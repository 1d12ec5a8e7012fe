"""Ids: unique in their list, and there where another entry names them, in either file."""

from __future__ import annotations

from collections.abc import Iterable

from dxskills.framework.place import Place, Word
from dxskills.framework.rules import ORGANISATION
from dxskills.framework.suggestion import Vocabulary, with_hint
from dxskills.framework.tree import Sequence
from dxskills.i18n import _


class Ids:
    """The ids of one list of entries; noting duplicates, also those that differ only in case."""

    def __init__(self, kind: str, entries: Iterable[Place]) -> None:
        self.kind = kind
        self.by_id: dict[str, Place] = {}
        self._vocabulary: Vocabulary | None = None
        folded: dict[str, Word] = {}
        for entry in entries:
            word = entry.word("id")
            if word is None:
                continue
            other = folded.setdefault(word.text.casefold(), word)
            if other is not word:
                _note_duplicate(entry, word, other)
            self.by_id.setdefault(str(word.text), entry)

    def near(self, text: str) -> str | None:
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self.by_id)
        return self._vocabulary.near(text)


def _note_duplicate(entry: Place, word: Word, other: Word) -> None:
    if word.text == other.text:
        code, sentence = "duplicate-id", _("The id {id} is taken already, in line {line}.")
    else:
        code, sentence = "ids-differ-in-case", _("The id {id} differs only in case from {other} in line {line}.")
    entry.fault_at(word, code, sentence.format(id=word.text, other=other.text, line=other.text.at[0]))


class Known:
    """The ids of a file, list by list; None for a list of a file that could not be read."""

    def __init__(self, trainings: Place | None, roles: Place | None) -> None:
        self.domain = _ids("domain", trainings, "domains")
        self.skill = _ids("skill", trainings, "skills")
        self.training = _ids("training", trainings, "trainings")
        self.certification = _ids("certification", trainings, "certifications")
        self.appointment = _ids("appointment", roles, "appointments")
        self.category = _ids("category", roles, "categories")
        self.role = _ids("role", roles, "roles")


def _ids(kind: str, document: Place | None, key: str) -> Ids | None:
    """None too where the list itself is faulty, so that nothing can be said of what it holds."""
    if document is None or (key in document.node.key_at and not isinstance(document.node.get(key), Sequence)):
        return None
    return Ids(kind, document.entries(key))


def check_references(trainings: Place | None, roles: Place | None) -> None:
    """Note every id that is named and not there, every level beyond its skill's, and every duplicate."""
    known = Known(trainings, roles)
    if trainings is not None:
        _check_trainings(trainings, known)
    if roles is not None:
        levels = _unit_levels(roles)
        for role in roles.entries("roles"):
            _check_role(role, known, levels)


def _check_trainings(trainings: Place, known: Known) -> None:
    for skill in trainings.entries("skills"):
        _refer(skill, skill.word("domain"), known.domain)
    for kind, ids, others in (
        ("trainings", known.training, known.certification),
        ("certifications", known.certification, known.training),
    ):
        for item in trainings.entries(kind):
            _refer(item, item.word("domain"), known.domain)
            for grant in item.entries("grants"):
                _skill(grant, known.skill)
            for word in item.words("satisfies"):
                _refer(item, word, ids, others)
            for word in item.words("prerequisites"):
                _refer(item, word, known.training, known.certification)


def _check_role(role: Place, known: Known, levels: list[str] | None) -> None:
    _refer(role, role.word("category"), known.category)
    membership = role.part("membership")
    where = membership.part("where") if membership else None
    for place in (*role.entries("acquisition"), *([where] if where else [])):
        for key in ("appointments", "appointment"):
            for word in place.words(key):
                _refer(place, word, known.appointment)
    for staffing in role.entries("staffing"):
        _per(staffing, levels)
    functions = Ids("function", role.entries("functions"))
    Ids("requirement", role.entries("requirements"))
    for requirement in role.entries("requirements"):
        for word in requirement.words("functions"):
            _refer(requirement, word, functions)
        for way in (requirement, *requirement.entries("any_of")):
            _way(way, known)


def _way(way: Place, known: Known) -> None:
    _refer(way, way.word("training"), known.training, known.certification, known.skill)
    _refer(way, way.word("certification"), known.certification, known.training, known.skill)
    _skill(way, known.skill, known.training, known.certification)


def _skill(place: Place, skills: Ids | None, *others: Ids | None) -> None:
    word = place.word("skill")
    _refer(place, word, skills, *others)
    skill = skills.by_id.get(str(word.text)) if skills and word else None
    level = place.count("level")
    if skill is None or level is None or word is None:
        return
    levels = skill.node.get("levels")
    if "levels" in skill.node.key_at and not isinstance(levels, Sequence):
        return
    highest = len(levels) if levels else 1
    if level > highest:
        sentence = _("{skill} has the levels 1 to {highest}, not {level}.")
        filled = sentence.format(skill=word.text, highest=highest, level=level)
        place.fault("level", "bad-level", filled, value=str(level))


def _refer(place: Place, word: Word | None, ids: Ids | None, *others: Ids | None) -> None:
    """Note an id that is not among ``ids``; say so if it is one of the other kinds."""
    if word is None or ids is None or word.text in ids.by_id:
        return
    for other in others:
        if other is not None and word.text in other.by_id:
            sentence = _("{id} is a {other}, and here belongs a {kind}.")
            filled = sentence.format(id=word.text, other=kind_name(other.kind), kind=kind_name(ids.kind))
            place.fault_at(word, f"unknown-{ids.kind}", filled)
            return
    sentence = _("There is no {kind} {id}.").format(kind=kind_name(ids.kind), id=word.text)
    place.fault_at(word, f"unknown-{ids.kind}", with_hint(sentence, ids.near(word.text)))


def _unit_levels(roles: Place) -> list[str] | None:
    """The names of the unit levels; None where they are faulty."""
    organisation = roles.part("organisation")
    if organisation is None:
        return None
    levels = organisation.node.get("unit_levels", Sequence())
    return [str(word.text) for word in organisation.words("unit_levels")] if isinstance(levels, Sequence) else None


def _per(staffing: Place, levels: list[str] | None) -> None:
    word = staffing.word("per")
    if word is None or levels is None:
        return
    choices = [ORGANISATION, *levels]
    if word.text not in choices:
        sentence = _("{per} is neither organisation nor one of unit_levels ({levels}).")
        filled = sentence.format(per=word.text, levels=", ".join(levels))
        staffing.fault_at(word, "unknown-level", with_hint(filled, Vocabulary(choices).near(word.text)))


def kind_name(kind: str) -> str:
    """What a kind of entry is called in a sentence."""
    return {
        "domain": _("domain"),
        "skill": _("skill"),
        "training": _("training"),
        "certification": _("certification"),
        "appointment": _("appointment"),
        "category": _("category"),
        "role": _("role"),
        "function": _("function"),
        "requirement": _("requirement"),
    }[kind]
