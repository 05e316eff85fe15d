"""Which indexes a plan reads, and what it asks each of them for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opskit.value import Value

Plan = Mapping[str, Any]
SEARCHED, ORDERED, WHOLE = "searched", "ordered", "whole"
# Nodes that want their rows in an order, and those that lose it.
_WANT_ORDER = {"Limit", "Merge Join", "Unique", "Group", "WindowAgg", "Merge Append", "Gather Merge"}
_LOSE_ORDER = {"Sort", "Hash", "Seq Scan", "Bitmap Heap Scan"}


class IndexUse(Value):
    """An index of a plan; `schema` and `name` as the catalog has them. `how`: searched by `condition`; ordered, where
    it is read for its order alone; whole, where no condition of the query is looked up in it. A condition that stands
    in a Filter was not looked up in the index, whatever its columns."""

    schema: str
    name: str
    how: str
    condition: str = ""


def index_uses(plan: Plan) -> list[IndexUse]:
    """In the order of the plan."""
    return [_use(node, above) for node, above in walk(plan) if "Index Name" in node]


def walk(plan: Plan, above: tuple[Plan, ...] = ()) -> Iterator[tuple[Plan, tuple[Plan, ...]]]:
    """Each node with those above it, the nearest last."""
    yield plan, above
    for child in plan.get("Plans", ()):
        yield from walk(child, (*above, plan))


def _use(node: Plan, above: Sequence[Plan]) -> IndexUse:
    """A node of a bitmap does not say its schema; the heap scan above it does."""
    schema = next((str(each["Schema"]) for each in (node, *reversed(above)) if "Schema" in each), "")
    condition = str(node.get("Index Cond") or node.get("Order By") or "")
    how = SEARCHED if condition else ORDERED if _in_order(above) else WHOLE
    return IndexUse(schema, str(node["Index Name"]), how, condition)


def _in_order(above: Sequence[Plan]) -> bool:
    for node in reversed(above):
        kind = node["Node Type"]
        if kind in _LOSE_ORDER:
            return False
        if kind in _WANT_ORDER or node.get("Strategy") == "Sorted" or "Presorted Key" in node:
            return True
    return False
