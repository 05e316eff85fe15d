"""Which indexes another one makes superfluous."""

from __future__ import annotations

import pytest

from opskit.core.index_redundancy import DUPLICATE, PREFIX, Shape, other_predicate, redundancies
from opskit.core.workload_redundancy import implied
from opskit.value import replace


def index(name: str, *keys: str, **more: object) -> Shape:
    """A valid plain btree on public.t; "a desc" is a key that runs downwards."""
    columns = tuple(key.removesuffix(" desc") for key in keys)
    shape = Shape(
        name=f"public.{name}",
        table="public.t",
        method="btree",
        keys=tuple(f"{column} integer_ops integer" for column in columns),
        directions=tuple("desc nulls first" if key.endswith(" desc") else "asc nulls last" for key in keys),
        columns=columns,
        include=frozenset(),
        predicate="",
        unique=False,
        primary=False,
        nulls_not_distinct=False,
        deferrable=False,
        valid=True,
        partitioned=False,
        enforces="",
        constraint="",
        scans=0,
        size_bytes=8192,
    )
    return replace(shape, **more)  # type: ignore[arg-type]


def unique(name: str, *keys: str, **more: object) -> Shape:
    return index(name, *keys, **{"unique": True, "enforces": "unique index", **more})


def constraint(name: str, *keys: str, **more: object) -> Shape:
    return unique(name, *keys, **{"enforces": "unique constraint", "constraint": name, **more})


def primary(name: str, *keys: str, **more: object) -> Shape:
    return unique(name, *keys, **{"enforces": "primary key", "constraint": name, "primary": True, **more})


def found(*shapes: Shape) -> list[tuple[str, str, str]]:
    """(index to drop, kind, what covers it), without the schema."""
    return [
        (each.index.removeprefix("public."), each.kind, each.covered_by.removeprefix("public."))
        for each in redundancies(shapes)
    ]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (index("i", "a"), constraint("k", "a"), ("i", DUPLICATE, "k")),
        (index("i", "a"), primary("k", "a"), ("i", DUPLICATE, "k")),
        (index("i", "a"), index("j", "a", scans=5), ("i", DUPLICATE, "j")),
        (index("i", "a"), index("j", "a"), ("j", DUPLICATE, "i")),
        (index("i", "a"), index("j", "a desc"), ("j", DUPLICATE, "i")),
        (index("i", "a", "b desc"), index("j", "a desc", "b"), ("j", DUPLICATE, "i")),
        (unique("i", "a"), constraint("k", "a"), ("i", DUPLICATE, "k")),
        (constraint("i", "a"), primary("k", "a"), ("i", DUPLICATE, "k")),
        (constraint("i", "a", deferrable=True), constraint("k", "a"), ("i", DUPLICATE, "k")),
        (index("i", "a", method="gin"), index("j", "a", method="gin"), ("j", DUPLICATE, "i")),
        (index("i", "a", predicate="b > 1"), index("j", "a", predicate="b > 1"), ("j", DUPLICATE, "i")),
        (index("i", "a"), index("j", "a", "b"), ("i", PREFIX, "j")),
        (index("i", "a"), constraint("k", "a", "b", "c"), ("i", PREFIX, "k")),
        (index("i", "a desc"), index("j", "a", "b"), ("i", PREFIX, "j")),
        (index("i", "a", include=frozenset("b")), index("j", "a", "b"), ("i", PREFIX, "j")),
        (index("i", "a"), index("j", "a", include=frozenset("b")), ("i", PREFIX, "j")),
    ],
)
def test_the_one_less_depends_on_can_go(left: Shape, right: Shape, expected: tuple[str, str, str], order: int) -> None:
    assert found(*[left, right][::order]) == [expected]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(index("i", "a"), index("j", "b"), id="other columns"),
        pytest.param(index("i", "a"), index("j", "a", table="public.u"), id="another table"),
        pytest.param(index("i", "a", "b"), index("j", "a", "b desc"), id="one column of two runs the other way"),
        pytest.param(index("i", "a"), index("j", "a", method="hash"), id="another access method"),
        pytest.param(index("i", "a", method="gist"), index("j", "a", "b", method="gist"), id="prefix, but no btree"),
        pytest.param(index("i", "a"), index("j", "a", "b", predicate="b > 1"), id="prefix of a partial index"),
        pytest.param(index("i", "a", predicate="b > 1"), index("j", "a", "b"), id="partial prefix of a whole index"),
        pytest.param(index("i", "a"), unique("j", "a", predicate="b > 1"), id="same keys, partial"),
        pytest.param(index("i", "a"), index("j", "a", valid=False), id="an invalid index covers nothing"),
        pytest.param(index("i", "a", valid=False), index("j", "a"), id="an invalid index is another matter"),
        pytest.param(unique("i", "a"), index("j", "a", "b"), id="a unique prefix enforces more"),
        pytest.param(unique("i", "a"), unique("j", "a", nulls_not_distinct=True), id="NULLs counted otherwise"),
        pytest.param(index("i", "a", include=frozenset("c")), index("j", "a", "b"), id="an included column is lacking"),
        pytest.param(index("i", "b"), index("j", "a", "b"), id="no leading column"),
        pytest.param(
            index("i", "a", keys=("a text_ops text collate de",)),
            index("j", "a", "b", keys=("a text_ops text collate fr", "b")),
            id="another collation",
        ),
        pytest.param(
            index("i", "a", keys=("c1",)), index("j", "a", "b", keys=("c10", "b")), id="a name that only begins so"
        ),
        pytest.param(
            index("i", "a", enforces="exclusion constraint", method="gist", constraint="i"),
            index("j", "a", method="gist", enforces="exclusion constraint", constraint="j"),
            id="exclusions may differ in their operators",
        ),
    ],
)
def test_neither_can_go(left: Shape, right: Shape) -> None:
    assert found(left, right) == []
    assert found(right, left) == []


def test_a_rule_checked_at_once_is_not_left_to_a_deferrable_one() -> None:
    assert found(constraint("i", "a", deferrable=True, scans=9), unique("j", "a")) == [("i", DUPLICATE, "j")]


def test_what_covers_an_index_is_never_itself_to_be_dropped() -> None:
    shapes = [index("i", "a"), index("j", "a", "b"), unique("k", "a", "b"), constraint("l", "a", "b")]
    assert found(*shapes) == [("i", PREFIX, "l"), ("j", DUPLICATE, "l"), ("k", DUPLICATE, "l")]


def test_it_is_named_by_one_that_stays_though_one_that_goes_is_as_near() -> None:
    shapes = [index("i", "a"), index("j", "a", "b"), index("k", "a", "b", "c")]
    assert found(*shapes) == [("i", PREFIX, "k"), ("j", PREFIX, "k")]


def test_of_several_that_cover_it_a_duplicate_is_named_before_a_longer_one() -> None:
    assert found(index("i", "a"), constraint("k", "a"), constraint("l", "a", "b")) == [("i", DUPLICATE, "k")]


def test_the_statement_drops_without_stopping_writes() -> None:
    (plain,) = redundancies([index("i", "a"), primary("k", "a")])
    assert plain.drop == "drop index concurrently public.i"
    (parted,) = redundancies([index("i", "a", partitioned=True), primary("k", "a", partitioned=True)])
    assert parted.drop == "drop index public.i"
    (rule,) = redundancies([replace(constraint("I", "a"), name='public."I"'), primary("k", "a")])
    assert rule.drop == 'alter table public.t drop constraint "I"'


def test_what_something_else_depends_on_is_left_to_a_person() -> None:
    target = constraint("i", "a", enforces="unique constraint, target of foreign key f")
    (one,) = redundancies([target, primary("k", "a")])
    assert one.drop == ""
    assert "first move what depends on it" in one.reason


def test_the_same_keys_over_other_rows_are_named_as_no_duplicate() -> None:
    whole, partial = index("i", "a"), unique("j", "a", predicate="b > 1")
    assert other_predicate(whole, [whole, partial]) == ["public.j"]
    assert other_predicate(whole, [whole, index("k", "a")]) == []


def test_a_unique_rule_over_more_columns_than_another_needs_is_implied() -> None:
    def told(*shapes: Shape) -> list[tuple[str, list[str]]]:
        return [(each.index, list(each.covered_by)) for each in implied(shapes)]

    narrow, wide = unique("i", "a"), constraint("k", "b", "a")
    assert told(narrow, wide) == [("public.k", ["public.i"])]
    assert told(narrow, unique("k", "a", "b", predicate="b > 1")) == [("public.k", ["public.i"])]
    for by, one in (
        (unique("i", "a", predicate="b > 1"), wide),
        (unique("i", "a", deferrable=True), wide),
        (unique("i", "a", valid=False), wide),
        (unique("i", "c"), wide),
        (unique("i", "a", table="public.u"), wide),
        (index("i", "a"), wide),
        (narrow, index("k", "a", "b")),
        (narrow, unique("k", "a", "b", nulls_not_distinct=True)),
        (narrow, primary("k", "a", "b")),
    ):
        assert told(by, one) == []
