"""A file's tree held against the schema: every deviation as a fault at its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from dxskills.framework.faults import Faults
from dxskills.framework.suggestion import Vocabulary, with_hint
from dxskills.framework.tree import Broken, Mapping, Position, Scalar, Sequence, scalar
from dxskills.i18n import _

D = TypeVar("D", bound=BaseModel)

_OF_KEY = "[key]"
"""What pydantic ends a location with where the key is at fault and not its value."""


def check_structure(tree: Mapping, document: type[D], file: str, faults: Faults) -> D | None:
    """The document that the tree is; None, with every fault noted, if it is none."""
    try:
        return document.model_validate(tree)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_input=False):
            _note(tree, document, found, file, faults)
        return None


def _note(tree: Mapping, document: type[BaseModel], error: Any, file: str, faults: Faults) -> None:
    place = _Place(tree, error["loc"])
    if place.broken:
        return
    code, value = error["type"], None
    context = error.get("ctx") or {}
    if code == "missing":
        code = "missing-key"
        message = _("The key {key} is missing.").format(key=error["loc"][-1])
    elif code == "extra_forbidden":
        code, value = "unknown-key", str(error["loc"][-1])
        place.at = place.key_at
        known = _keys(document, error["loc"][:-1])
        message = with_hint(_("There is no key {key} here.").format(key=value), Vocabulary(known).near(value))
    else:
        message = str(context.get("message") or error["msg"])
        value = str(place.node) if isinstance(place.node, Scalar) else None
    faults.add(file, place.at, code, message, path=place.path, value=value)


class _Place:
    """Where a location of pydantic's (keys and list positions) is in the file."""

    def __init__(self, tree: Mapping, location: tuple[str | int, ...]) -> None:
        self.node: Any = tree
        self.at: Position = tree.at
        self.key_at: Position = tree.at
        self.path = ""
        self.broken = False
        of_key = location[-1:] == (_OF_KEY,)
        for step in location[:-1] if of_key else location:
            self._step(step)
        if of_key:  # the fault is the key's own
            self.at, self.node = self.key_at, scalar(str(location[-2]), self.key_at, plain=True)

    def _step(self, step: str | int) -> None:
        node = self.node
        if isinstance(node, Sequence) and isinstance(step, int):
            self.node = node[step]
            self.path += f"[{label(self.node, step)}]"
        elif isinstance(node, Mapping) and isinstance(step, str):
            self.path += f".{step}" if self.path else step
            self.key_at = node.key_at.get(step, self.at)
            if step not in node:
                # A missing key, or one that has no value of its own because it stands there twice.
                self.at = self.key_at
                return
            self.node = node[step]
        else:
            return
        self.broken = isinstance(self.node, Broken)
        self.at = self.node.at
        if isinstance(node, Mapping) and (not isinstance(self.node, Scalar) or not self.node):
            self.at = self.key_at


def label(node: Any, position: int) -> str:
    """What an entry of a list is called in a path: its id, else its place, counted from 1."""
    found = node.get("id") if isinstance(node, Mapping) else None
    return str(found) if isinstance(found, Scalar) and found else str(position + 1)


def _keys(document: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """The keys that the schema knows at a location."""
    models: list[type[BaseModel]] = [document]
    for step in location:
        if isinstance(step, str):
            fields = [model.model_fields[name] for model in models for name in _names(model, step)]
            # A step that is no key of the schema is one of the keys that a file chooses itself.
            models = [found for field in fields for found in _models(field.annotation)] if fields else models
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def _names(model: type[BaseModel], key: str) -> Iterator[str]:
    return (name for name, field in model.model_fields.items() if (field.alias or name) == key)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
