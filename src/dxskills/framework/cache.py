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
    return [getattr(value, name) for name in value._fields]


def loads(raw: bytes) -> Framework:
    """The framework of bytes that :func:`dumps` made; ValueError if another version made them, or something else."""
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
    _named(row)
    row[7] = tuple(Text(*level) for level in row[7])
    return Skill(*row)


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
    _item(row)
    row[17] = tuple(row[17])
    return Training(*row)


def _certification(row: list[Any]) -> Certification:
    _item(row)
    row[13] = _period(row[13])
    return Certification(*row)


def _appointment(row: list[Any]) -> Appointment:
    _named(row)
    if row[6] is not None:
        row[6] = Term(*row[6])
    return Appointment(*row)


def _role(row: list[Any]) -> Role:
    _named(row)
    if not isinstance(row[7], str):
        manager, *lists = row[7]
        row[7] = Where(manager, *map(_tuple, lists))
    row[8] = tuple(Function(*_named(function)) for function in row[8])
    row[9] = _tuple(row[9])
    row[11] = tuple(_acquisition(*acquisition) for acquisition in row[11])
    row[12] = tuple(row[12])
    row[13] = tuple(Staffing(*staffing) for staffing in row[13])
    row[14] = tuple(_requirement(requirement) for requirement in row[14])
    row[15] = _date(row[15])
    row[16] = _date(row[16])
    return Role(*row)


def _acquisition(route: str, appointments: list[str], summary: list[Any] | None, *origin: Any) -> Acquisition:
    return Acquisition(route, tuple(appointments), _text(summary), *origin)


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
