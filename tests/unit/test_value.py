"""What every frozen value of opskit can and cannot do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from opskit.value import Sided, Value, asdict, field, replace, usual


class Point(Value):
    x: int
    y: int = 0
    notes: Mapping[str, object] = field(default_factory=dict)


class Line(Value):
    ends: tuple[Point, ...]
    names: Sequence[str] = ()
    file: Path | None = None


class Found(Sided):
    beside: ClassVar[frozenset[str]] = frozenset({"node"})
    text: str
    node: object = None


class Positive(Value):
    number: int

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError("not positive")


def test_it_is_equal_hashed_and_shown_by_its_fields() -> None:
    assert Point(1, 2) == Point(1, y=2) != Point(1)
    assert len({Found("a"), Found("a"), Found("b")}) == 2
    assert repr(Point(1)) == "Point(x=1, y=0, notes={})"


@pytest.mark.parametrize("value", [Point(1), Found("a")])
def test_nothing_in_it_can_be_changed(value: Point | Found) -> None:
    for name in value.__struct_fields__:
        with pytest.raises(AttributeError):
            setattr(value, name, 3)
    with pytest.raises((AttributeError, TypeError)):
        value.another = 3  # type: ignore[union-attr]


def test_what_stands_beside_it_makes_no_difference() -> None:
    one, other = Found("a", [1]), Found("a", [2])
    assert (one == other, hash(one) == hash(other), repr(one)) == (True, True, "Found(text='a')")
    assert (one != Found("b", [1]), one != Point(1), one.node) == (True, True, [1])


def test_a_default_that_is_made_is_made_for_each() -> None:
    assert Point(1).notes is not Point(1).notes


def test_what_is_replaced_is_checked_like_what_is_made() -> None:
    assert replace(Positive(1), number=2) == Positive(2)
    with pytest.raises(ValueError, match="not positive"):
        replace(Positive(1), number=0)
    with pytest.raises(TypeError):
        replace(Positive(1), other=0)  # type: ignore[call-arg]


def test_as_a_dict_it_is_dicts_and_lists_all_the_way() -> None:
    told = asdict(Line((Point(1, notes={"near": Point(2)}),), ["a"], Path("x")))
    inner = {"x": 2, "y": 0, "notes": {}}
    assert told == {"ends": [{"x": 1, "y": 0, "notes": {"near": inner}}], "names": ["a"], "file": Path("x")}


def test_its_keys_are_known_with_what_they_are_when_nobody_says() -> None:
    assert usual(Line) == {"ends": ..., "names": (), "file": None}
