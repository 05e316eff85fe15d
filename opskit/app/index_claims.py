"""The five claims about one expected index, from what was seen of it."""

from __future__ import annotations

from opskit.app.index_verdict import SMALL_TABLE_PAGES, IndexVerdict
from opskit.app.index_workload import Workload
from opskit.core.claim import Claim, Claims, Served, told
from opskit.core.identifier import ident
from opskit.core.index_redundancy import Shape
from opskit.core.need import Need
from opskit.core.step import Row
from opskit.core.verdict import Verdict
from opskit.core.workload_redundancy import Stock

_OF_STATE = {"present": Verdict.PASS, "building": Verdict.INCONCLUSIVE}
_OF_USAGE = {"used": Verdict.PASS, "unused": Verdict.FAIL}


def claims(found: IndexVerdict, row: Row | None, shape: Shape | None, workload: Workload, stock: Stock) -> Claims:
    """`row` is that of index_usage; without one there is no such index."""
    present = Claim(_OF_STATE.get(found.state, Verdict.FAIL), _present(found))
    if row is None or found.state != "present":
        doubt = Claim(Verdict.INCONCLUSIVE, f"the index is {found.state}")
        return Claims(present, doubt, doubt, doubt, doubt)
    able = [each for each in workload.served.get(found.name, ()) if each.capable]
    capable = _capable(able, found, shape, workload, stock)
    observed = Claim(_OF_USAGE.get(found.usage, Verdict.INCONCLUSIVE), found.evidence)
    return Claims(present, capable, _chosen(able, row, capable), observed, _required(row))


def small(row: Row | None) -> bool:
    return row is not None and int(row["table_pages"]) < SMALL_TABLE_PAGES


def _present(found: IndexVerdict) -> str:
    return "valid, and defined as meant" if found.state == "present" else found.evidence


def _capable(able: list[Served], found: IndexVerdict, shape: Shape | None, workload: Workload, stock: Stock) -> Claim:
    if able:
        return Claim(Verdict.PASS, "; ".join(f"{each.query}: {each.condition}" for each in able))
    if workload.absent:
        return Claim(Verdict.INCONCLUSIVE, workload.absent)
    if workload.refused:
        query, why = next(iter(workload.refused.items()))
        more = f" (and {len(workload.refused) - 1} more)" if len(workload.refused) > 1 else ""
        return Claim(Verdict.INCONCLUSIVE, f"no plan shows it, but {query} could not be planned{more}: {why}")
    asked = [need for need in workload.needs if need.table == found.table]
    if not asked:
        return Claim(Verdict.INCONCLUSIVE, f"the workload has no query on {found.table}")
    open_ = sorted({need.query for need in asked if _may_use(need, shape, workload, stock)})
    if open_:
        text = f"it may serve {', '.join(open_)}, but every plan takes another index, also with sequential scans off"
        return Claim(Verdict.INCONCLUSIVE, text)
    number = len({need.query for need in asked})
    return Claim(Verdict.FAIL, f"none of the workload's queries on {found.table} ({number}) can look anything up in it")


def _may_use(need: Need, shape: Shape | None, workload: Workload, stock: Stock) -> bool:
    """Where the planner reads a table whole though it may not, no index serves. Where it takes another one, this one is
    out of the question only when the query does not so much as mention its first column."""
    reading = workload.readings.get((need.query, need.table))
    if shape is None or stock.match(shape, need):
        return True
    if reading is None or not reading.by_index:
        return False
    expression = "(" in shape.columns[0]
    return expression or "" in need.mentions or shape.columns[0] in {ident(each) for each in need.mentions}


def _chosen(able: list[Served], row: Row, capable: Claim) -> Claim:
    chosen = [each for each in able if each.chosen or each.generic]
    if chosen:
        return Claim(Verdict.PASS, told(chosen))
    if not able:
        return Claim(Verdict.INCONCLUSIVE, f"nothing to choose it for: {capable.evidence}")
    if small(row):
        return Claim(Verdict.INCONCLUSIVE, f"its table has {row['table_pages']} pages and is cheaper to read whole")
    return Claim(Verdict.FAIL, f"the planner takes another way: {told(able)}")


def _required(row: Row) -> Claim:
    reasons = [
        str(row["enforces"] or ""),
        f"serves foreign key {row['serves_foreign_keys']}" if row["serves_foreign_keys"] else "",
        "its table is clustered by it" if row["is_clustered"] else "",
        f"part of {row['parent']}" if row["parent"] else "",
    ]
    found = ", ".join(each for each in reasons if each)
    return Claim(Verdict.PASS, found) if found else Claim(Verdict.FAIL, "nothing in the catalog depends on it")
