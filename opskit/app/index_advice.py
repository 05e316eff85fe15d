"""Indexes that the workload's queries lack, and what is known of their worth: the planner's word where hypopg is
installed, else none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from opskit.app.context import Context
from opskit.app.index_workload import Workload, recorded
from opskit.core.identifier import ident
from opskit.core.index_advice import Candidate, as_shape, beyond_b_trees, candidate, column_of
from opskit.core.step import Row
from opskit.core.verdict import Verdict
from opskit.core.workload_redundancy import Stock
from opskit.errors import OpskitError
from opskit.gate.explaining import CUSTOM, Planner, QueryPlans, counting, plan_of
from opskit.gate.plan_indexes import index_uses
from opskit.gate.sampling import sqlstate
from opskit.migrate import naming
from opskit.pg.reading import ReadSession
from opskit.value import Value, replace

# dexter's least saving before it calls an index worth having.
LEAST_SAVING = 0.5
UNPROVEN = "unproven: hypopg is not installed; opskit verify indexes --measure builds and times it on a full copy"
# LIKE, ILIKE and the regular expressions, as the server writes them.
_PATTERNS = (" ~~ ", " ~~* ", " ~ ", " ~* ")
_TRIGRAMS = "a GIN index with gin_trgm_ops of the extension pg_trgm looks up patterns of three letters or more"
_SCHEMA = """
select pg_catalog.quote_ident(n.nspname) as schema
from pg_catalog.pg_extension as e
join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
where e.extname = 'hypopg'
"""


class Advice(Value):
    """`sql` builds it without stopping writes. `verdict` is pass where the planner would use it and find its `queries`
    at most half as costly, fail where it would not, inconclusive where nobody could be asked; `proof` says which."""

    table: str
    sql: str
    queries: Sequence[str]
    reason: str
    verdict: Verdict = Verdict.INCONCLUSIVE
    proof: str = UNPROVEN


class Unserved(Value):
    """A query that reads its `table` whole for `conditions` that no B-tree looks up; `hint` is what may."""

    query: str
    table: str
    conditions: Sequence[str]
    hint: str


def unserved(workload: Workload, stock: Stock) -> list[Unserved]:
    found = []
    for need in workload.needs:
        reading = workload.readings.get((need.query, need.table))
        texts = beyond_b_trees(need, reading, stock) if reading else ()
        if texts:
            pattern = any(operator in text for text in texts for operator in _PATTERNS)
            found.append(Unserved(need.query, need.table, texts, _TRIGRAMS if pattern else ""))
    return found


def advice(context: Context, workload: Workload, stock: Stock, usages: Mapping[str, Row]) -> list[Advice]:
    """The queries of most weight first: what one of them is given may serve the others. What hypopg says the planner
    would not use is left out."""
    weights = {each.query.name: each.query.weight for each in workload.queries}
    found: list[Advice] = []
    for need in sorted(workload.needs, key=lambda each: -weights.get(each.query, 0)):
        reading = workload.readings.get((need.query, need.table))
        lacking = candidate(need, reading, stock) if reading else None
        if lacking:
            name = _name(lacking, stock)
            found.append(Advice(lacking.table, _sql(lacking, name), [need.query], lacking.reason))
            stock = stock.having(as_shape(lacking, name), lacking.fixed)
    return _costed(context, found, workload.queries, usages) if found else []


def _name(lacking: Candidate, stock: Stock) -> str:
    columns = [naming.parts(column_of(key))[1] for key in lacking.keys]
    taken = {naming.parts(shape.name)[1] for shape in stock.shapes}
    return naming.chosen(naming.parts(lacking.table)[1], columns, "idx", taken)


def _sql(lacking: Candidate, name: str) -> str:
    where = f" where {lacking.predicate}" if lacking.predicate else ""
    return f"create index concurrently {ident(name)} on {lacking.table} ({', '.join(lacking.keys)}){where}"


def _costed(
    context: Context, found: Sequence[Advice], queries: Sequence[QueryPlans], usages: Mapping[str, Row]
) -> list[Advice]:
    """A hypothetical index lives in the session that made it, and nothing is written for it."""
    own, began = Counter[tuple[str, str]](), context.now()
    with context.reading("explain") as db:
        installed = db.rows(_SCHEMA)
        if not installed:
            return list(found)
        plans = {each.query.name: each for each in queries}
        hypopg = str(installed[0]["schema"])
        costed = [_with_cost(db, each, hypopg, plans, own) for each in found]
    recorded(context, (began, context.now()), own, usages)
    return [each for each in costed if each.verdict is not Verdict.FAIL]


def _with_cost(
    db: ReadSession, one: Advice, hypopg: str, plans: Mapping[str, QueryPlans], own: Counter[tuple[str, str]]
) -> Advice:
    try:
        with counting(db, own):
            plain = one.sql.replace("create index concurrently", "create index", 1)
            create = f"select indexname as name from {hypopg}.hypopg_create_index(%(sql)s)"  # noqa: S608 - quoted
            (made,) = db.rows(create, sql=plain)
            told = [_told(db, plans[name], made) for name in one.queries]
            db.rows(f"select {hypopg}.hypopg_reset()")
    except OpskitError as error:
        sqlstate(error)
        return replace(one, proof=f"unproven: hypopg refused it: {error.why or error.what}")
    helped = [text for text, good in told if good]
    if helped:
        return replace(one, verdict=Verdict.PASS, proof=f"hypopg: {'; '.join(helped)} (cost, not time)")
    return replace(one, verdict=Verdict.FAIL, proof=f"hypopg: {'; '.join(text for text, _ in told)}")


def _told(db: Planner, plans: QueryPlans, made: Row) -> tuple[str, bool]:
    before = float(plans.custom[0]["Total Cost"])
    plan = plan_of(db, plans.query, plans.sets[0], CUSTOM)
    after, used = float(plan["Total Cost"]), any(each.name == made["name"] for each in index_uses(plan))
    return f"{plans.query.name} {before:,.0f} -> {after:,.0f}", used and after <= before * LEAST_SAVING
