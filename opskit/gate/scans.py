"""Which indexes a query is read by: the scans of its plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opskit.core.step import Reader, Row
from opskit.value import Value


class Scans(Value):
    """`node`: the kinds of scan from the top of the plan down, each named once, as in `Index Scan, Seq Scan`;
    `relations` are schema.name."""

    node: str = ""
    index: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()


def scans(db: Reader, query: str, values: Row) -> Scans:
    """From EXPLAIN with these values; the query is not run."""
    plan = db.rows(f"explain (verbose, format json) {query}", **values)[0]["QUERY PLAN"][0]["Plan"]
    nodes = [node for node in _nodes(plan) if "Relation Name" in node or "Index Name" in node]
    return Scans(
        ", ".join(dict.fromkeys(str(node["Node Type"]) for node in nodes)),
        tuple(dict.fromkeys(str(node["Index Name"]) for node in nodes if "Index Name" in node)),
        tuple(dict.fromkeys(f"{node['Schema']}.{node['Relation Name']}" for node in nodes if "Relation Name" in node)),
    )


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)
