"""What a query asks of its tables, read from its plan."""

from __future__ import annotations

from typing import Any

import pytest
from unit.test_index_redundancy import index

from opskit.core.need import Condition, Need, match, mirrored
from opskit.migrate.query_needs import conditions, needs, without_values

TYPES = {"a": "int4", "b": "int4", "c": "varchar", "n": "name"}


def scan(condition: str = "", alias: str = "t", **more: Any) -> dict[str, Any]:
    node = {"Node Type": "Seq Scan", "Schema": "public", "Relation Name": alias, "Alias": alias, **more}
    return node | ({"Filter": condition} if condition else {})


def tables(schema: str, name: str) -> tuple[str, dict[str, str]]:
    return f"{schema}.{name}", TYPES


def need_of(plan: dict[str, Any]) -> Need:
    return needs("q", plan, tables)[0]


@pytest.mark.parametrize(
    ("text", "column", "operator", "value"),
    [
        ("(t.a = $1)", "a", "=", ""),
        ("($1 > t.a)", "a", "<", ""),
        ("(t.a = 5)", "a", "=", "5"),
        ("((t.c)::text = 'x'::text)", "c", "=", "'x'"),
        ("(t.a = ANY ('{1,2}'::integer[]))", "a", "=", ""),
        ("(t.a IS NULL)", "a", "is null", ""),
        ("t.a", "a", "is true", ""),
        ("(NOT t.a)", "a", "is false", ""),
        ("(t.a <> 5)", "a", "<>", "5"),
        ("(t.a < now())", "a", "<", ""),
        ("(t.a = u.b)", "a", "=", ""),
        pytest.param("((t.a)::numeric = '5'::numeric)", "", "", "", id="a cast that hides the column"),
        pytest.param("((t.n)::text = 'x'::text)", "", "", "", id="a type whose text is another"),
        pytest.param("(t.a = t.b)", "", "", "", id="two columns of the table"),
        pytest.param("((t.a = 1) OR (t.b = 2))", "", "", "", id="either of two"),
        pytest.param("(lower((t.c)::text) = $1)", "", "", "", id="an expression"),
        pytest.param("((t.c)::text ~~ $1)", "", "", "", id="a pattern"),
        pytest.param("(t.a > ANY ('{1,2}'::integer[]))", "", "", "", id="more than any of several"),
        pytest.param("(hashed SubPlan 1)", "", "", "", id="what does not parse"),
    ],
)
def test_a_condition_is_known_by_column_operator_and_constant(
    text: str, column: str, operator: str, value: str
) -> None:
    (found,) = conditions(text, "t", TYPES)
    assert (found.column, found.operator, found.value) == (column, operator, value)


def test_the_order_of_the_first_rows_is_known_only_when_all_of_it_is_of_one_table() -> None:
    def limited(*keys: str) -> dict[str, Any]:
        sort = {"Node Type": "Sort", "Sort Key": list(keys), "Plans": [scan()]}
        return {"Node Type": "Limit", "Plan Rows": 10, "Plans": [sort]}

    assert need_of(limited("t.a DESC", "t.b")).order == ["a desc nulls first", "b asc nulls last"]
    assert need_of(limited("t.a DESC NULLS LAST")).order == ["a desc nulls last"]
    assert need_of(limited("t.a", "u.b")).order == []
    assert need_of(limited("lower(t.c)")).order == []
    assert need_of({"Node Type": "Sort", "Sort Key": ["t.a"], "Plans": [scan()]}).order == []


def test_a_join_counts_where_the_other_table_is_narrowed_down() -> None:
    def joined(condition: str) -> list[Need]:
        pair = [scan(), scan(condition, "u")]
        return needs("q", {"Node Type": "Hash Join", "Hash Cond": "(t.a = u.b)", "Plans": pair}, tables)

    assert [each.joins for each in joined("(u.a = $1)")] == [["a"], []]
    assert [each.joins for each in joined("")] == [[], []]
    assert [each.mentions for each in joined("")] == [{"a"}, {"b"}]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("(t.a = $1)", {"a"}),
        ("((t.a = 1) OR (t.b = 2))", {"a", "b"}),
        ("((t.c)::text ~~ $1)", {"c"}),
        ("((t.a)::numeric = '5'::numeric)", set()),
        ("((lower((t.c)::text) = $1) AND (t.b > 1))", {"b"}),
        ("(ROW(t.a, t.b) > ROW(1, 2))", {"a", "b"}),
        ("(hashed SubPlan 1)", {""}),
    ],
)
def test_a_column_is_mentioned_where_some_index_on_it_may_help(text: str, mentions: set[str]) -> None:
    assert need_of(scan(text)).mentions == mentions


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("((t.a = 7) AND (t.\"b c\" > 'x'::text))", 'a = … and "b c" > …'),
        ("(t.a IS NULL)", "a is null"),
        ("(lower(t.c) = 'secret'::text)", ""),
        ("(hashed SubPlan 1)", ""),
    ],
)
def test_a_condition_is_told_without_its_values(text: str, told: str) -> None:
    assert without_values(text) == told


def need(*texts: str, **more: Any) -> Need:
    return Need("q", "public.t", [each for text in texts for each in conditions(text, "t", TYPES)], **more)


@pytest.mark.parametrize(
    ("keys", "predicate", "asked", "looked_up", "ordered"),
    [
        (("a", "b"), "", need("t.a = $1"), {"a"}, False),
        (("a", "b"), "", need("t.a = $1 and t.b > $2"), {"a", "b"}, False),
        (("a", "b"), "", need("t.a > $1 and t.b > $2"), {"a"}, False),
        (("b", "a"), "b = 1", need("t.a = $1 and t.b = 1"), {"a"}, False),
        (("a",), "(b <> 2)", need("t.a = $1 and t.b = 1"), {"a"}, False),
        (("a",), "(b IS NOT NULL)", need("t.a = $1 and t.b > $2"), {"a"}, False),
        (("a", "b desc"), "", need("t.a = $1", order=["b desc nulls first"], limit=1), {"a"}, True),
        (("a", "b"), "", need("t.a = $1", order=["b desc nulls first"], limit=1), {"a"}, True),
        (("b",), "", need("t.a = $1", order=["b desc nulls first"], limit=1), set(), True),
    ],
)
def test_an_index_serves_by_its_leading_columns_or_its_order(
    keys: tuple[str, ...], predicate: str, asked: Need, looked_up: set[str], ordered: bool
) -> None:
    found = match(index("i", *keys), conditions(predicate), asked)
    assert found
    assert (found.looked_up, found.ordered) == (looked_up, ordered)


@pytest.mark.parametrize(
    ("keys", "predicate", "asked"),
    [
        pytest.param(("b", "a"), "", need("t.a = $1"), id="no leading column"),
        pytest.param(("a",), "b = 1", need("t.a = $1 and t.b = $2"), id="a predicate that a parameter does not prove"),
        pytest.param(("a",), "b = 1", need("t.a = $1 and t.b = 2"), id="another constant"),
        pytest.param(("a",), "b <> 1", need("t.a = $1 and t.b = 1"), id="just what the predicate leaves out"),
        pytest.param(("b",), "b = 1", need("t.b = 1"), id="nothing but what its predicate fixes"),
        pytest.param(("b",), "", need(order=["b desc nulls last"], limit=1), id="NULLs at the other end"),
    ],
)
def test_an_index_that_does_not_serve(keys: tuple[str, ...], predicate: str, asked: Need) -> None:
    assert match(index("i", *keys), conditions(predicate), asked) is None


def test_an_invalid_index_and_one_of_another_method_serve_nothing() -> None:
    asked = need("t.a = $1")
    assert match(index("i", "a", valid=False), (), asked) is None
    assert match(index("i", "a", method="brin"), (), asked) is None


def test_an_order_read_backwards() -> None:
    assert mirrored('"a b" desc nulls last') == '"a b" asc nulls first'


def test_only_what_is_the_same_for_every_call_may_be_a_predicate() -> None:
    assert Condition("a = 1", "a", "=", "1").fixed
    assert Condition("a is null", "a", "is null").fixed
    assert not Condition("a = $1", "a", "=").fixed
