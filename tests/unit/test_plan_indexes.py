"""Which indexes a plan reads, and for what."""

from __future__ import annotations

from typing import Any

from opskit.gate.plan_indexes import ORDERED, SEARCHED, WHOLE, IndexUse, index_uses


def node(kind: str, *below: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"Node Type": kind, **more} | ({"Plans": list(below)} if below else {})


def scan(name: str, **more: Any) -> dict[str, Any]:
    return node("Index Scan", **{"Index Name": name, "Schema": "s"}, **more)


def test_a_condition_that_is_looked_up_is_told_from_one_that_only_filters() -> None:
    assert index_uses(scan("i", **{"Index Cond": "(a = 1)"})) == [IndexUse("s", "i", SEARCHED, "(a = 1)")]
    assert index_uses(scan("i", Filter="(a = 1)")) == [IndexUse("s", "i", WHOLE)]


def test_an_index_read_for_its_order_is_told_from_one_whose_order_is_thrown_away() -> None:
    assert index_uses(node("Limit", scan("i"))) == [IndexUse("s", "i", ORDERED)]
    assert index_uses(node("Aggregate", scan("i"), Strategy="Sorted")) == [IndexUse("s", "i", ORDERED)]
    assert index_uses(node("Limit", node("Sort", scan("i")))) == [IndexUse("s", "i", WHOLE)]
    assert index_uses(node("Aggregate", scan("i"), Strategy="Plain")) == [IndexUse("s", "i", WHOLE)]
    assert index_uses(node("Merge Join", node("Hash", scan("i")))) == [IndexUse("s", "i", WHOLE)]


def test_the_indexes_of_a_bitmap_lie_in_the_schema_of_its_table() -> None:
    inner = [node("Bitmap Index Scan", **{"Index Name": name, "Index Cond": "(a = 1)"}) for name in ("i", "k")]
    heap = node("Bitmap Heap Scan", node("BitmapAnd", *inner), Schema="s")
    assert [(each.schema, each.name, each.how) for each in index_uses(heap)] == [
        ("s", "i", SEARCHED),
        ("s", "k", SEARCHED),
    ]
