"""Values that never change, for classes that every command has to define before it can do anything."""

from __future__ import annotations

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Frozen:
    """Fields as in ``dataclass(frozen=True)``, without its price.

    That compiles six methods for each class, and a NamedTuple the annotation of each field: for the classes that a
    command needs, it takes longer than the command's own work. The methods here are written once, for every class.
    """

    _fields: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        own = tuple(cls.__annotations__)
        cls._fields += own
        cls._defaults = cls._defaults | {name: cls.__dict__[name] for name in own if name in cls.__dict__}

    def __init__(self, *values: Any, **named: Any) -> None:
        fields = {**self._defaults, **dict(zip(self._fields, values, strict=False)), **named}
        if len(values) > len(self._fields) or fields.keys() != set(self._fields):
            raise TypeError(f"{type(self).__name__} takes {', '.join(self._fields)}")
        self.__dict__.update(fields)

    def as_fields(self) -> dict[str, Any]:
        """The fields by name, their own fields not taken apart."""
        return {name: getattr(self, name) for name in self._fields}

    def replaced(self, **changes: Any) -> Self:
        """The same with some fields changed."""
        return type(self)(**self.as_fields() | changes)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} never changes")

    __delattr__ = __setattr__  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash(self._values())

    def __repr__(self) -> str:
        said = (f"{name}={value!r}" for name, value in zip(self._fields, self._values(), strict=True))
        return f"{type(self).__name__}({', '.join(said)})"

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self._fields)
