"""Roles and requirements by number, as the index keeps them: in the order of the framework's files."""

from __future__ import annotations

from collections.abc import Iterator

from dxskills.framework.model import Framework, Requirement
from dxskills.index.facts import NO_END


class Numbering:
    """The numbers that roles and requirements have in the index, and which requirements each thing is evidence for."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.roles = tuple(framework.roles.values())
        self.role_number = {role.id: number for number, role in enumerate(self.roles)}
        self.requirements: tuple[Requirement, ...] = tuple(q for role in self.roles for q in role.requirements)
        self.role_of = tuple(self.role_number[q.role] for q in self.requirements)
        self.requirement_number = {(q.role, q.id): number for number, q in enumerate(self.requirements)}
        self.asks: dict[tuple[str, str], list[int]] = {}
        for number, requirement in enumerate(self.requirements):
            for alternative in requirement.alternatives:
                numbers = self.asks.setdefault((alternative.kind, alternative.id), [])
                if not numbers or numbers[-1] != number:
                    numbers.append(number)

    def requirement_rows(self) -> Iterator[tuple[int, int, int, int, int, int]]:
        """The rows of the requirement table; a requirement is in effect only while its role is."""
        for number, q in enumerate(self.requirements):
            role = self.framework.roles[q.role]
            first = max([1, *(day.toordinal() for day in (role.effective_from, q.effective_from) if day)])
            last = min([NO_END, *(day.toordinal() for day in (role.effective_until, q.effective_until) if day)])
            yield number, self.role_number[q.role], int(q.mandatory), int(q.cycle), first, last
