"""The workload's queries, explained on the target: which indexes can serve them, which the planner chooses, and what
they ask of their tables. Nothing is executed but EXPLAIN and the drawing of values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from opskit.app.context import Context
from opskit.catalog.facts import fact
from opskit.catalog.workload import home, load
from opskit.core.claim import Served
from opskit.core.identifier import qualified
from opskit.core.index_advice import Reading
from opskit.core.need import Need, Table
from opskit.core.step import Reader, Row
from opskit.gate.explaining import Explained, QueryPlans, Scans, explain
from opskit.gate.plan_indexes import ORDERED, SEARCHED, Plan, index_uses, walk
from opskit.migrate.query_needs import needs, without_values
from opskit.value import Value, field

# PostgreSQL's undefined_table and invalid_schema_name: the shipped sample's workload on a database that is not its own.
_NOT_HERE = ("42P01", "3F000")
EXPLAINED = "verify.explained"
NONE = "the workload was not explained"


class Workload(Value):
    """`absent` says why nothing was explained, empty when it was. `served` by qualified name of the index (that of a
    partition counts for its parent's); `readings` by query and table; `own` are the scans that explaining cost, by
    qualified name; `refused` the queries that could not be planned, with the reason."""

    absent: str = NONE
    queries: Sequence[QueryPlans] = ()
    served: Mapping[str, Sequence[Served]] = field(default_factory=dict)
    needs: Sequence[Need] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)
    readings: Mapping[tuple[str, str], Reading] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, int] = field(default_factory=dict)


def explained(context: Context, usages: Mapping[str, Row]) -> Workload:
    """`usages` are rows of index_usage, read before: explaining adds to the counters."""
    queries, began = load(home(context.settings)), context.now()
    with context.reading("explain") as db:
        found = explain(db, queries)
        tables = _Tables(db, found)
        took = (began, context.now())
    own = recorded(context, took, found.own, usages)
    planned = [each for each in found.plans if not each.refused]
    if not planned and not context.settings.workload and all(each.code in _NOT_HERE for each in found.plans):
        return Workload("no workload is configured: set [workload] path in opskit.toml", own=own)
    asked = [need for each in planned for need in needs(each.query.name, each.question, tables.of)]
    readings = {
        (each.query.name, root): _reading(each, root, tables)
        for each in planned
        for root in {need.table for need in asked if need.query == each.query.name}
    }
    refused = {each.query.name: each.refused for each in found.plans if each.refused}
    return Workload("", planned, _served(planned, usages), asked, tables.known, readings, refused, own)


def recorded(
    context: Context, took: tuple[datetime, datetime], scans_made: Scans, usages: Mapping[str, Row]
) -> dict[str, int]:
    """What explaining added to the counters, by qualified name of the index. It stands in the ledger before anything
    else can go wrong: a later reading takes it off."""
    own: dict[str, int] = {}
    for (schema, name), scans in scans_made.items():
        for index in _with_parents(qualified(schema, name), usages):
            own[index] = own.get(index, 0) + scans
    context.record(EXPLAINED, subject="indexes", explained=[each.isoformat() for each in took], own_scans=own)
    return own


def _with_parents(name: str, usages: Mapping[str, Row]) -> Iterator[str]:
    row = usages.get(name)
    while row:
        yield name
        name = str(row["parent"] or "")
        row = usages.get(name)


def _served(planned: Sequence[QueryPlans], usages: Mapping[str, Row]) -> dict[str, list[Served]]:
    found: dict[str, list[Served]] = {}
    for each in planned:
        custom = [_used(plan, usages) for plan in each.custom]
        generic = [_used(plan, usages) for plan in (each.generic, *each.forced_generic)]
        every = [*custom, *generic, *(_used(plan, usages) for plan in each.forced)]
        for name in sorted({name for plan in every for name in plan}):
            hows = {how for plan in every for how, _ in plan.get(name, ())}
            able = bool(hows & {SEARCHED, ORDERED}) or any(name in plan for plan in (*custom, generic[0]))
            chosen = sum(name in plan for plan in custom)
            condition = _looked_up(*([use for plan in kind for use in plan.get(name, ())] for kind in (generic, every)))
            served = Served(each.query.name, able, condition, chosen, len(custom), name in generic[0])
            found.setdefault(name, []).append(served)
    return found


def _looked_up(generic: Sequence[tuple[str, str]], every: Sequence[tuple[str, str]]) -> str:
    """As a generic plan has it, else without the values: those that were drawn stay out of pages and ledgers."""
    parameters = [text for _, text in generic if text]
    if parameters:
        return parameters[0]
    texts = [text for _, text in every if text]
    if texts:
        return f"{without_values(texts[0]) or 'a condition'}, for known values only"
    return "its order" if any(how == ORDERED for how, _ in every) else "read whole"


def _used(plan: Plan, usages: Mapping[str, Row]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for use in index_uses(plan):
        for name in _with_parents(qualified(use.schema, use.name), usages):
            found.setdefault(name, []).append((use.how, use.condition))
    return found


class _Tables:
    """What is known of every table that the plans read."""

    def __init__(self, db: Reader, found: Explained) -> None:
        names = sorted({name for each in found.plans for name in _scanned(each.question)})
        rows = db.rows(
            fact("query_tables"), schemas=[schema for schema, _ in names], tables=[name for _, name in names]
        ) if names else []  # fmt: skip
        self._roots = {(row["schema"], row["name"]): str(row["root"]) for row in rows}
        self._types: dict[tuple[str, str], dict[str, str]] = {}
        distinct: dict[str, dict[str, float]] = {}
        for row in rows:
            self._types.setdefault((row["schema"], row["name"]), {})[row["column"]] = row["type"]
            if row["distinct_values"]:
                distinct.setdefault(row["root"], {})[row["column"]] = float(row["distinct_values"])
        self.known = {str(row["root"]): _table(row, distinct) for row in rows}

    def of(self, schema: str, name: str) -> tuple[str, Mapping[str, str]]:
        here = (schema, name)
        return self._roots.get(here, qualified(*here)), self._types.get(here, {})


def _table(row: Row, distinct: Mapping[str, Mapping[str, float]]) -> Table:
    """Of a partitioned table only that it is there: what is known of one partition is not true of all."""
    alone = (row["schema"], row["name"]) == (row["root_schema"], row["root_name"])
    known = (row["rows"], distinct.get(row["root"], {})) if alone else (None, {})
    return Table(known[0], int(row["pages"]), known[1])


def _scanned(plan: Plan) -> set[tuple[str, str]]:
    nodes = [node for node, _ in walk(plan)] if plan else []
    return {(node["Schema"], node["Relation Name"]) for node in nodes if "Relation Name" in node}


def _reading(plans: QueryPlans, root: str, tables: _Tables) -> Reading:
    """Of a partition nothing is reckoned: how many of them a query reads depends on its values."""
    whole = any(node["Node Type"] == "Seq Scan" for plan in plans.custom for node in _nodes(plan, root, tables))
    asked = _nodes(plans.question, root, tables)
    alone = [node for node in asked if qualified(node["Schema"], node["Relation Name"]) == root]
    rows = tables.known[root].rows if root in tables.known else None
    share = min(alone[0]["Plan Rows"] / rows, 1.0) if len(alone) == 1 and rows else None
    by_index = any(
        node["Node Type"] != "Seq Scan"
        for plan in (*plans.forced, *plans.forced_generic)
        for node in _nodes(plan, root, tables)
    )
    return Reading(whole, share, max((_sorted_for_first(plan) for plan in plans.custom), default=0), by_index)


def _nodes(plan: Plan, root: str, tables: _Tables) -> list[Plan]:
    return [
        node
        for node, _ in walk(plan)
        if "Relation Name" in node and tables.of(node["Schema"], node["Relation Name"])[0] == root
    ]


def _sorted_for_first(plan: Plan) -> float:
    """How many rows go into a sort of which the first are taken."""
    for node, above in walk(plan):
        near = [each["Node Type"] for each in above[-2:]]
        if node["Node Type"] == "Sort" and near[-1:] and ("Limit" in near[-1:] or near == ["Limit", "Gather Merge"]):
            return float(node["Plans"][0]["Plan Rows"])
    return 0
