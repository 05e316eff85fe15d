"""A query of the workload, planned in every way that matters and never run.

EXPLAIN of a prepared statement gives the generic plan (for any values) and the custom ones (for these values) on every
server from 14 on; EXPLAIN (GENERIC_PLAN) of 16 gives no other generic plan. A write may be explained too: nothing of it
is executed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from opskit.catalog.facts import fact
from opskit.catalog.workload import WorkloadQuery
from opskit.core.step import Reader, Row
from opskit.errors import NotPermitted, OpskitError
from opskit.gate.plan_indexes import Plan
from opskit.gate.sampling import literals, sqlstate
from opskit.value import Value, field

# Common, rare and in between: three sets of values a query (diagnostics of plans: one says nothing about the others).
SETS = 3
CUSTOM, GENERIC = "force_custom_plan", "force_generic_plan"
_NO_INDEX = (
    "enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan", "enable_mergejoin",
    "max_parallel_workers_per_gather",
)  # fmt: skip
# Each shows other indexes that could serve where the planner would rather read the table.
_FORCED = (
    ("enable_seqscan",),
    ("enable_seqscan", "enable_bitmapscan"),
    ("enable_seqscan", "enable_indexscan", "enable_indexonlyscan"),
)
_NAME = "opskit_query"
_SET = """
select pg_catalog.set_config(s.name, s.value, true)
from unnest(%(names)s::text[], %(values)s::text[]) as s (name, value)
"""
Scans = Mapping[tuple[str, str], int]


class Planner(Reader, Protocol):
    def transaction(self) -> AbstractContextManager[None]: ...


class QueryPlans(Value):
    """`question` is the plan without any index, of the generic kind: all that the query asks of a table stands in one
    place there. `custom` has one plan for each of `sets`; `forced` and `forced_generic` are those that read a table
    whole only where they must. `refused` is why it could not be planned, `code` the SQLSTATE; nothing else is then
    there."""

    query: WorkloadQuery
    sets: Sequence[Row] = ()
    question: Plan = field(default_factory=dict)
    generic: Plan = field(default_factory=dict)
    custom: Sequence[Plan] = ()
    forced: Sequence[Plan] = ()
    forced_generic: Sequence[Plan] = ()
    refused: str = ""
    code: str = ""


class Explained(Value):
    """`own` are the scans that the planner itself made of indexes meanwhile, by schema and name: it looks up the ends
    of a column in its index, and the server counts that like any other scan."""

    plans: Sequence[QueryPlans]
    own: Scans


def explain(db: Planner, queries: Sequence[WorkloadQuery]) -> Explained:
    """A query that cannot be planned is part of the result; a lost connection is raised."""
    own: Counter[tuple[str, str]] = Counter()
    plans = []
    for query in queries:
        try:
            with counting(db, own):
                plans.append(_planned(db, query))
        except OpskitError as error:
            code = sqlstate(error)
            db.rows("deallocate all")
            plans.append(QueryPlans(query, refused=_refusal(db, error), code=code))
    return Explained(plans, own)


@contextmanager
def counting(db: Planner, own: Counter[tuple[str, str]]) -> Iterator[None]:
    """Adds to `own` what is scanned meanwhile. What is refused is not counted; it scanned little."""
    with db.transaction():
        before = _scans(db)
        yield
        own.update({name: more for name, scans in _scans(db).items() if (more := scans - before.get(name, 0)) > 0})


def _planned(db: Planner, query: WorkloadQuery) -> QueryPlans:
    sets = value_sets(db, query.params)
    return QueryPlans(
        query,
        sets,
        plan_of(db, query, sets[0], GENERIC, _NO_INDEX),
        plan_of(db, query, sets[0], GENERIC),
        [plan_of(db, query, values, CUSTOM) for values in sets],
        [plan_of(db, query, sets[0], CUSTOM, off) for off in _FORCED],
        [plan_of(db, query, sets[0], GENERIC, off) for off in _FORCED],
    )


def value_sets(db: Reader, params: Mapping[str, str]) -> list[Row]:
    """At most SETS of the values that `opskit bench` draws, as literals of the server's own quoting: the most frequent
    set, the rarest, and those between."""
    ordered = [values for values, _ in literals(db, params).most_common()]
    places = sorted({round(place * (len(ordered) - 1) / (SETS - 1)) for place in range(SETS)})
    return [dict(zip(params, ordered[place], strict=True)) for place in places]


def _numbered(query: WorkloadQuery) -> str:
    """The query with $1, $2 … in place of its names; the server finds their types, as it does for a driver."""
    return query.query % {name: f"${place}" for place, name in enumerate(query.params, 1)}


def plan_of(db: Planner, query: WorkloadQuery, values: Row, mode: str, off: Sequence[str] = ()) -> Plan:
    """Prepared anew each time: a generic plan is kept, whatever is set after it was made."""
    with db.transaction():
        db.rows(_SET, names=["plan_cache_mode", *off], values=[mode, *("0" for _ in off)])
        db.rows(f"prepare {_NAME} as {_numbered(query)}")
        given = ", ".join(str(values[each]) for each in query.params)
        call = f"execute {_NAME} ({given})" if given else f"execute {_NAME}"
        plan: Plan = db.rows(f"explain (verbose, format json) {call}")[0]["QUERY PLAN"][0]["Plan"]
        db.rows(f"deallocate {_NAME}")
    return plan


def _scans(db: Reader) -> dict[tuple[str, str], int]:
    """What this session has scanned and not yet told the server's counters."""
    return {(row["schema"], row["name"]): int(row["scans"]) for row in db.rows(fact("own_index_scans"))}


def _refusal(db: Reader, error: OpskitError) -> str:
    if not isinstance(error, NotPermitted):
        return error.why or error.what
    login = db.rows("select pg_catalog.quote_ident(current_user) as login")[0]["login"]
    return f"{error.why}; as its owner: grant select on it to {login}, or grant pg_read_all_data to {login}"
