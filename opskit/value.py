"""What a frozen value is in opskit: the struct of msgspec, made in 0.03 ms where a frozen dataclass takes 1.

A command imports a hundred of them before it draws its first line. What is written, and what mypy checks, is the same
as with a dataclass: fields with types and defaults, `replace`, no assignment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

from msgspec import NODEFAULT, Struct, field
from msgspec.structs import fields

if TYPE_CHECKING:
    # To mypy a Value is a dataclass: this is how it knows the types of what is replaced.
    from dataclasses import replace
else:
    from msgspec.structs import replace

__all__ = ["Sided", "Value", "asdict", "field", "replace", "usual"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Value(Struct, frozen=True):
    """Equal, hashed and shown by its fields, in their order."""


class Sided(Value):
    """A Value that is neither compared, hashed nor shown by its fields in `beside`."""

    beside: ClassVar[frozenset[str]]

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Sided) and self._shown() == other._shown()

    def __hash__(self) -> int:
        return hash(tuple(self._shown().values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._shown().items())})"

    def _shown(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__struct_fields__ if name not in self.beside}


def asdict(value: Value) -> dict[str, Any]:
    """The values in it as dicts too, sequences as lists; all else as it is."""
    return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}


def usual(shape: type[Value]) -> Mapping[str, object]:
    """The names of its fields and their defaults; ... for one that has to be given."""
    return {each.name: ... if each.default is NODEFAULT else each.default for each in fields(shape)}


def _plain(value: object) -> object:
    if isinstance(value, Value):
        return asdict(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value
