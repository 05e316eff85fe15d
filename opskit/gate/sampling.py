"""The sampling loop: a query, timed by the client, on one server or on two in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import cycle
from time import perf_counter

from opskit.core.identifier import ident
from opskit.core.step import Reader, Row
from opskit.errors import OpskitError
from opskit.value import Value, field

WARM_UP = 3
# A query that fails so often in a row is left: it would only fill the server's log.
GIVE_UP = 10
DRAWS = 100
TIMEOUT_S = 30


class Rules(Value):
    """`seconds` per query and server, twice that where it takes so long to `least` samples, the fewest that can pass a
    limit or make a ratio; never more than `most` samples."""

    seconds: float = 2.0
    least: int = 30
    most: int = 1000


class Samples(Value):
    """Milliseconds in the order they were taken, and failed runs by SQLSTATE."""

    ms: Sequence[float] = ()
    errors: Mapping[str, int] = field(default_factory=dict)


def settle(db: Reader) -> None:
    """Session settings of a benchmark. A plan is made for each value, so that the plan shown is the kind of plan timed
    and does not change in the middle of a run (a generic one may come with the sixth execution)."""
    db.rows(
        "select pg_catalog.set_config('statement_timeout', %(timeout)s, false),"
        " pg_catalog.set_config('plan_cache_mode', 'force_custom_plan', false)",
        timeout=f"{TIMEOUT_S}s",
    )


def draw(db: Reader, params: Mapping[str, str]) -> Sequence[Row]:
    """Values for 100 runs, the same ones every time as long as the data stands. Each row is a SELECT of its own:
    PostgreSQL computes a sub-select that refers to nothing outside once per query, for all rows."""
    if not params:
        return [{}]
    one = "select " + ",\n".join(f"({expression}) as {ident(name)}" for name, expression in params.items())
    db.rows("select pg_catalog.setseed(0.25)")
    return db.rows("\nunion all\n".join([one] * DRAWS))


def literals(db: Reader, params: Mapping[str, str]) -> Counter[tuple[str, ...]]:
    """The same values as literals of the server's own quoting, in the order of `params`, and how often each set of
    them was drawn."""
    written = {name: f"pg_catalog.quote_nullable(({each})::pg_catalog.text)" for name, each in params.items()}
    return Counter(tuple(map(str, row.values())) for row in draw(db, written))


def sample(sides: Sequence[Reader], query: str, draws: Sequence[Row], rules: Rules) -> list[Samples]:
    """Rounds of one run on each side with the same values, in the order A B, B A, A B … The first 3 rounds are
    dropped, and every round in which a side failed, so that sample i belongs to the same round on all sides.

    Ends at `rules.most` samples, when the time is over, or after 10 failed rounds in a row. A lost connection is
    raised."""
    taken: list[list[float]] = [[] for _ in sides]
    errors: list[Counter[str]] = [Counter() for _ in sides]
    start, budget = perf_counter(), rules.seconds * len(sides)
    failed = 0
    for number, values in enumerate(cycle(draws)):
        order = range(len(sides)) if number % 2 == 0 else reversed(range(len(sides)))
        timed = {side: _timed(sides[side], query, values, errors[side]) for side in order}
        whole = {side: ms for side, ms in timed.items() if ms is not None}
        failed = 0 if len(whole) == len(sides) else failed + 1
        if not failed and number >= WARM_UP:
            for side, ms in whole.items():
                taken[side].append(ms)
        spent = perf_counter() - start
        enough = len(taken[0]) >= rules.least and spent >= budget
        if enough or spent >= 2 * budget or failed >= GIVE_UP or len(taken[0]) >= rules.most:
            break
    return [Samples(tuple(ms), dict(sorted(count.items()))) for ms, count in zip(taken, errors, strict=True)]


def _timed(db: Reader, query: str, values: Row, errors: Counter[str]) -> float | None:
    start = perf_counter()
    try:
        db.rows(query, **values)
    except OpskitError as error:
        errors[sqlstate(error)] += 1
        return None
    return (perf_counter() - start) * 1000


def sqlstate(error: OpskitError) -> str:
    """The SQLSTATE of a refused query; anything else (the connection is gone, the server stops) is raised again."""
    code = getattr(error.__cause__, "sqlstate", None)
    if not code or str(code).startswith(("08", "57P")):
        raise error
    return str(code)
