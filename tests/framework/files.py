"""A small framework without a fault, and what a test says it changes in it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from dxskills.framework.load import inspect, load
from dxskills.framework.model import Framework
from dxskills.framework.sources import Sources, make_sources

ROLES = """\
schema: dxskills/roles/1
organisation: {id: ward, name: Ward, unit_levels: [部, 課]}
appointments:
  - {id: regular, name: Regular}
categories:
  - {id: talent, name: Talent}
"""

TRAININGS = """\
schema: dxskills/trainings/1
domains:
  - {id: ict, name: ICT}
  - {id: administrative, name: Administration}
skills:
  - {id: gis, name: GIS, domain: ict, levels: [Foundation, Practitioner]}
trainings:
  - {id: literacy, name: Literacy, domain: administrative}
  - {id: security, name: Security, domain: ict}
certifications:
  - {id: passport, name: IT Passport, domain: ict}
"""

Content = str | bytes | None


def sources(roles: Content = None, trainings: Content = None, more: Content = None) -> Sources:
    """The usual files, or what is given instead; ``more`` follows at the end of roles.yaml."""
    tail = _bytes(more) if more is not None else b""
    return make_sources(Path(), _bytes(ROLES if roles is None else roles) + tail, _bytes(trainings or TRAININGS))


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else dedent(content).encode()


def build(roles: Content = None, trainings: Content = None, more: Content = None) -> Framework:
    """The framework of such files."""
    return load(sources(roles, trainings, more))


def told(roles: Content = None, trainings: Content = None, more: Content = None) -> list[str]:
    """The faults of such files, each as "file:line:column code: message"."""
    framework, problems = inspect(sources(roles, trainings, more))
    assert (framework is None) == bool(problems)
    return [f"{p.file}:{p.row}:{(p.column or '').split(' ')[0]} {p.code}: {p.message}" for p in problems]


def codes(lines: list[str]) -> list[str]:
    return [line.split(" ")[1].rstrip(":") for line in lines]
