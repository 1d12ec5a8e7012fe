"""The compiled framework as bytes and back, so that most commands read neither YAML nor pydantic.

JSON of bare rows: each entry is the list of its fields in the order of its class.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson

from dxskills.dates import Period
from dxskills.framework.model import (
    Acquisition,
    Alternative,
    Appointment,
    Category,
    Certification,
    Domain,
    Framework,
    Function,
    Grant,
    Organisation,
    Requirement,
    Role,
    Skill,
    Staffing,
    Term,
    Text,
    Training,
    Validity,
    Where,
)

VERSION = 1
"""Raised whenever a class in model.py changes, so that bytes of another release are compiled anew."""


def dumps(framework: Framework) -> bytes:
    """The framework as bytes that :func:`loads` of the same version reads."""
    rows = [
        VERSION,
        framework.hash,
        framework.organisation,
        *(
            list(entries.values())
            for entries in (
                framework.domains,
                framework.skills,
                framework.trainings,
                framework.certifications,
                framework.appointments,
                framework.categories,
                framework.roles,
            )
        ),
    ]
    return orjson.dumps(rows, default=_fields, option=orjson.OPT_PASSTHROUGH_DATACLASS)


def _fields(value: Any) -> list[Any]:
    if isinstance(value, tuple):  # a NamedTuple
        return list(value)
    return [getattr(value, name) for name in type(value).__match_args__]


def loads(raw: bytes) -> Framework:
    """The framework of bytes made by :func:`dumps`; ValueError if another version made them or they are no such bytes."""
    try:
        version, content_hash, organisation, *lists = orjson.loads(raw)
        if version != VERSION:
            raise ValueError(f"version {version}")
        domains, skills, trainings, certifications, appointments, categories, roles = lists
        return Framework(
            hash=content_hash,
            organisation=_organisation(*organisation),
            domains={row[0]: Domain(*_named(row)) for row in domains},
            skills={row[0]: _skill(row) for row in skills},
            trainings={row[0]: _training(row) for row in trainings},
            certifications={row[0]: _certification(row) for row in certifications},
            appointments={row[0]: _appointment(row) for row in appointments},
            categories={row[0]: Category(*_named(row)) for row in categories},
            roles={row[0]: _role(row) for row in roles},
        )
    except (TypeError, IndexError, KeyError) as error:
        raise ValueError(str(error)) from error


def _text(row: list[Any] | None) -> Text | None:
    return None if row is None else Text(*row)


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _period(row: list[Any] | None) -> Period | None:
    return None if row is None else Period(*row)


def _tuple(row: list[Any] | None) -> tuple[Any, ...] | None:
    return None if row is None else tuple(row)


def _organisation(*row: Any) -> Organisation:
    made, name, start, levels, source, assumed, summary = row
    return Organisation(made, Text(*name), (start[0], start[1]), tuple(levels), source, assumed, _text(summary))


def _named(row: list[Any]) -> list[Any]:
    """The row with the fields that every entry starts with as they were."""
    row[1] = Text(*row[1])
    row[2] = tuple(row[2])
    row[3] = _text(row[3])
    return row


def _skill(row: list[Any]) -> Skill:
    *common, levels = _named(row)
    return Skill(*common, tuple(Text(*level) for level in levels))


def _item(row: list[Any]) -> list[Any]:
    _named(row)
    if row[7] is not None:
        unit, count, window = row[7]
        row[7] = Validity(unit, count, _period(window))
    row[8] = tuple(Grant(*grant) for grant in row[8])
    row[9] = tuple(row[9])
    row[10] = tuple(row[10])
    row[11] = tuple(Grant(*grant) for grant in row[11])
    return row


def _training(row: list[Any]) -> Training:
    *common, prerequisites = _item(row)
    return Training(*common, tuple(prerequisites))


def _certification(row: list[Any]) -> Certification:
    *common, issuer, apply_before, subsidy = _item(row)
    return Certification(*common, issuer, _period(apply_before), subsidy)


def _appointment(row: list[Any]) -> Appointment:
    *common, term = _named(row)
    return Appointment(*common, None if term is None else Term(*term))


def _role(row: list[Any]) -> Role:
    _named(row)
    category, membership, functions, placement, moves, acquisition, appointments, staffing, requirements = row[6:15]
    return Role(
        *row[:6],
        category,
        membership if isinstance(membership, str) else Where(membership[0], *map(_tuple, membership[1:])),
        tuple(Function(*_named(function)) for function in functions),
        _tuple(placement),
        moves,
        tuple(Acquisition(a[0], tuple(a[1]), _text(a[2]), *a[3:]) for a in acquisition),
        tuple(appointments),
        tuple(Staffing(*one) for one in staffing),
        tuple(_requirement(requirement) for requirement in requirements),
        _date(row[15]),
        _date(row[16]),
    )


def _requirement(row: list[Any]) -> Requirement:
    row[2] = tuple(Alternative(*way) for way in row[2])
    row[3] = _text(row[3])
    row[5] = _period(row[5])
    row[7] = _tuple(row[7])
    row[9] = tuple(row[9])
    row[10] = _date(row[10])
    row[11] = _date(row[11])
    row[13] = _text(row[13])
    return Requirement(*row)
