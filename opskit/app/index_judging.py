"""Every expected index judged: what it is, what is claimed of it, what makes it superfluous."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.index_claims import claims, small
from opskit.app.index_evidence import Seen
from opskit.app.index_verdict import IndexVerdict, NodeUse, Window, judge
from opskit.app.index_workload import Workload
from opskit.core.claim import actively_used
from opskit.core.index_redundancy import Redundancy, Shape, other_predicate, redundancies
from opskit.core.workload_redundancy import Stock
from opskit.migrate.expected import Expected
from opskit.migrate.query_needs import conditions
from opskit.value import replace


def stock_of(seen: Seen, workload: Workload) -> Stock:
    shapes = seen.shapes
    predicates = {shape.name: conditions(shape.predicate) for shape in shapes if shape.predicate}
    return Stock(shapes, predicates, workload.needs, workload.tables)


def judged(
    wanted: Sequence[Expected], seen: Seen, window: Window, workload: Workload, stock: Stock
) -> list[IndexVerdict]:
    found = redundancies(stock.shapes)
    by_name = {shape.name: shape for shape in stock.shapes}
    verdicts = []
    for each in wanted:
        name = seen.name_of(each)
        row = seen.usages.get(name)
        verdict = judge(each, seen.states.get(name), row, window, seen.built(each))
        made = claims(verdict, row, by_name.get(name), workload, stock)
        used = actively_used(made, small(row))
        nodes = [
            NodeUse(node.name, None if node.fault else node.scans.get(name, 0), node.last.get(name), node.fault)
            for node in window.nodes
        ]
        verdict = replace(verdict, claims=made, actively_used=used, nodes=nodes, served=workload.served.get(name, ()))
        verdicts.append(_with_redundancy(verdict, found, stock.shapes))
    return verdicts


def _with_redundancy(verdict: IndexVerdict, found: Sequence[Redundancy], shapes: Sequence[Shape]) -> IndexVerdict:
    for each in found:
        if each.index == verdict.name:
            evidence = f"{verdict.evidence}; redundant: {each.reason}"
            return replace(verdict, redundant_with=each.covered_by, evidence=evidence)
    mine = [shape for shape in shapes if shape.name == verdict.name and not shape.enforces]
    alike = [name for shape in mine for name in other_predicate(shape, shapes)]
    if not alike:
        return verdict
    evidence = f"{verdict.evidence}; not redundant: {', '.join(alike)} has its keys and another predicate"
    return replace(verdict, evidence=evidence)
