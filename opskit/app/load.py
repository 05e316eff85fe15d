"""`opskit bench --load`: many clients of the application at once, by real pgbench. It reads, unless it is told that it
may write; what it saw is in the ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from opskit.app.context import Context
from opskit.app.load_parts import Prepared, Workload, chosen, prepared, refuse_unfit, workload
from opskit.app.load_result import Promised, viewed
from opskit.app.load_view import LoadPlan, LoadView
from opskit.catalog.facts import fact
from opskit.core.answer import Answer
from opskit.core.bench_record import LOADED
from opskit.core.environment import Environment
from opskit.core.time_budget import Budgeted
from opskit.core.verdict import Verdict
from opskit.core.window_fit import refusal
from opskit.errors import Blocked
from opskit.gate import load_seen
from opskit.gate.driving import Drive, Driven
from opskit.gate.load_rules import LoadRules
from opskit.gate.load_seen import LoadSeen, PartSeen, Shape
from opskit.gate.measuring import dataset
from opskit.gate.quantiles import SHARE, rank
from opskit.gate.sampling import TIMEOUT_S
from opskit.pg.connection import dressed
from opskit.pg.reading import ReadSession
from opskit.scratch.pgbench import COUNTS_FAILURES, END_S, Program, pgbench
from opskit.value import Value, asdict, replace

PENDING, PARTIAL = 10, 8
EXIT_CODES = {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.INCONCLUSIVE: 3}
_OLD = (
    "pgbench {major} ends a client at a deadlock too, and tries no transaction again: from {counts} on it counts them"
)


class Proposal(Value):
    """`page` shows what would be run (exit 10: pending)."""

    rules: LoadRules
    workload: Workload
    program: Program
    before: LoadSeen | None
    named: Sequence[str]
    page: Answer[LoadPlan]


def propose(context: Context, names: Sequence[str], rules: LoadRules, baseline: str) -> Proposal:
    """Refuses what cannot be run, before anybody is asked: Blocked where the server has no room for so many."""
    found = chosen(workload(context.settings), names)
    program = pgbench(context.settings.pgbench)
    refuse_unfit(found, rules, program)
    _refuse_outside_window(context, rules)
    before = load_seen.find(context.ledger.events(), baseline) if baseline else None
    with _reading(context, rules) as db:
        free = int(db.rows(fact("load_surroundings"))[0]["free"])
    if free < rules.clients:
        raise Blocked(
            f"the server has no room for {rules.clients} clients (nothing was changed)",
            f"{free} sessions are left of max_connections, without those kept for superusers",
            f"opskit bench --load --clients {max(free - 1, 1)}",
        )
    environment = context.environment
    plan = LoadPlan(
        rules.clients, rules.rate, rules.duration_s, rules.warm_up_s, rules.writes, environment.protected,
        f"{program.path} ({program.major})", found.names, free,
    )  # fmt: skip
    page = Answer("bench", plan, PENDING, environment=environment.name, run=context.run)
    return Proposal(rules, found, program, before, names, page)


def carry(context: Context, proposal: Proposal) -> Answer[LoadView]:
    """Exit 0 when it is over, whatever it found; 130 when somebody asked it to end, with what was seen until then."""
    rules = proposal.rules
    with _reading(context, rules) as db:
        ready = prepared(db, proposal.workload, context.tell)
        sizes, around = dataset(db, ready.scans.values()), db.rows(fact("load_surroundings"))[0]
        conninfo = _conninfo(context, db, rules)
    context.record(load_seen.STARTED, subject="load", queries=proposal.workload.names, **asdict(rules))
    with tempfile.TemporaryDirectory(prefix="opskit-load-") as folder:
        driven = Drive(proposal.program, conninfo, ready.parts, rules, context.tell).run(Path(folder))
    seen = LoadSeen(
        "", context.environment.name, db.server.identity, db.server.version, sizes, around["settings"],
        _shape(rules, proposal.program, driven), _parts(ready, driven),
    )  # fmt: skip
    promised = Promised(ready.all, proposal.workload.claims)
    view = viewed(seen, proposal.before, promised, driven.aborted.sentences, _notes(proposal.program))
    _record(context, seen, view)
    data = replace(view, named=proposal.named)
    name = context.environment.name
    return Answer("bench", data, driven.exit_code, changed=rules.writes, environment=name, run=context.run)


def _record(context: Context, seen: LoadSeen, view: LoadView) -> None:
    claims = [
        {"id": each.id, "rule": each.rule, "value": each.measured, "verdict": each.verdict.value, "reason": each.reason}
        for each in view.claims
    ]
    context.record(LOADED, **load_seen.body(seen, claims, view.verdict.value))


def checked(answer: Answer[LoadView]) -> Answer[LoadView]:
    """With the verdict as its exit code; where rows were written, no code may say that nothing was changed."""
    code = EXIT_CODES[answer.data.verdict]
    return replace(answer, exit_code=answer.exit_code or (PARTIAL if code and answer.changed else code))


def _refuse_outside_window(context: Context, rules: LoadRules) -> None:
    """Rows are changed in a window of the environment only, to the last transaction; nothing is taken back."""
    lasts = Budgeted(rules.warm_up_s + rules.duration_s + END_S, 0.0, "as asked", "nothing is taken back")
    why = refusal(context.environment.windows, context.now(), lasts) if rules.writes else ""
    if why:
        raise Blocked(
            f"{context.environment.name} may not be changed now (nothing was changed)", why,
            "without --writes a load only reads, at any time",
        )  # fmt: skip


def _where(context: Context, rules: LoadRules) -> Environment:
    """A load that writes is not for the login that reads, which may be one of a replica."""
    environment = context.environment
    return replace(environment, read_conninfo=environment.conninfo) if rules.writes else environment


def _reading(context: Context, rules: LoadRules) -> AbstractContextManager[ReadSession]:
    return replace(context, environment=_where(context, rules)).reading("bench")


def _conninfo(context: Context, db: ReadSession, rules: LoadRules) -> str:
    """What pgbench connects with: read-only by the server's own setting, as every session of opskit that only looks."""
    settings = {"statement_timeout": f"{TIMEOUT_S}s", "client_connection_check_interval": "1s"}
    if not rules.writes:
        settings["default_transaction_read_only"] = "on"
    if db.server.superuser:
        settings["lc_messages"] = "C"
    where = _where(context, rules)
    return dressed(where.reached(where.read_conninfo), context.application("load"), settings)


def _shape(rules: LoadRules, program: Program, driven: Driven) -> Shape:
    tally, lags = driven.tally, driven.tally.lags
    lag = lags.at_ranks([rank(lags.samples, SHARE["p99"])])[0] if lags.samples else None
    return Shape(
        rules.clients, driven.fewest, rules.rate, rules.duration_s, rules.warm_up_s, rules.threads, rules.tries,
        rules.writes, driven.seconds, tally.dropped, tally.late, round(lag, 3) if lag is not None else None,
        driven.starts, driven.whole, program.major,
        {"pgbench": driven.pgbench_cpu, "opskit": driven.own_cpu},
    )  # fmt: skip


def _parts(ready: Prepared, driven: Driven) -> list[PartSeen]:
    """Those that were run, then those that fail by themselves and were left out."""
    run = [
        PartSeen(
            part.name, part.digest, part.weight, seen.histograms, seen.longest_us / 1000,
            dict(sorted((seen.failed + driven.aborted.of(number)).items())), seen.retried, ready.scans[part.name],
        )
        for number, (part, seen) in enumerate(zip(ready.parts, driven.tally.scripts, strict=True))
    ]  # fmt: skip
    return run + [PartSeen(part.name, part.digest, part.weight, errors=errors) for part, errors in ready.broken]


def _notes(program: Program) -> list[str]:
    old = program.major < COUNTS_FAILURES
    return [_OLD.format(major=program.major, counts=COUNTS_FAILURES)] if old else []
