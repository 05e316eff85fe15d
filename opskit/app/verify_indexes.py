"""`opskit verify indexes`: the indexes that are to be there, each looked up in the catalog by what it means, and what
can be claimed of their use."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.context import Context
from opskit.app.fixed_since import with_fixes
from opskit.app.index_advice import Advice, advice, unserved
from opskit.app.index_evidence import EVENT, Seen, observe, own_explaining, own_reading, proven_used
from opskit.app.index_judging import judged, stock_of
from opskit.app.index_measuring import measured
from opskit.app.index_nodes import Node, replicas
from opskit.app.index_verdict import IndexVerdict, Window
from opskit.app.index_workload import Workload, explained
from opskit.app.indexes_verified import IndexesVerified, Question, Summary
from opskit.app.migrating import State, look
from opskit.app.thresholds import threshold
from opskit.core.answer import Answer
from opskit.core.index_redundancy import redundancies
from opskit.core.verdict import Verdict
from opskit.core.workload_redundancy import by_workload, implied
from opskit.errors import UsageFault
from opskit.migrate import manifest
from opskit.migrate.expected import Expected, expected
from opskit.migrate.migration import Migration
from opskit.migrate.naming import parts
from opskit.value import Value, asdict

MIN_WINDOW = "verify_indexes.min_window_days"
# pgdoctor's and pgsteward's least window before an index is called unused; 30 days would cover a month's jobs.
MIN_WINDOW_DAYS = 7.0
_EXIT = {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.INCONCLUSIVE: 3}


class _Looked(Value):
    """What is expected and what was found, before anything was explained."""

    question: Question
    basis: str
    revisions: Sequence[str]
    wanted: Sequence[Expected]
    seen: Seen
    window: Window


def verify_indexes(context: Context, question: Question) -> Answer[IndexesVerified]:
    """Exit 1 when an index is missing, invalid or different, or with `require_used` unused; 3 when one is still being
    built, or with `require_used` its use cannot be told, or there is nothing to verify; else 0. Only reads, and leaves
    the workload alone: what it could show is inconclusive."""
    return _answered(context, _looked(context, question), Workload(), ())


def examine_indexes(context: Context, question: Question) -> Answer[IndexesVerified]:
    """The same, with the workload's queries explained. That adds to the counters of the server, so it comes after they
    are read, and what it adds is recorded."""
    looked = _looked(context, question)
    workload = explained(context, looked.seen.usages)
    stock = stock_of(looked.seen, workload)
    lacking = advice(context, workload, stock, looked.seen.usages)
    proven = measured(context, lacking, question.on) if question.measure else lacking
    return _answered(context, looked, workload, proven)


def _looked(context: Context, question: Question) -> _Looked:
    needed = threshold(context.settings, MIN_WINDOW, MIN_WINDOW_DAYS)
    named = manifest.load(question.manifest) if question.manifest else []
    with context.reading("indexes") as db:
        by_manifest = bool(question.manifest) and context.settings.migrations is None
        state = State((), ()) if by_manifest else look(context.settings.migrations, db)
        basis, migrations = _basis(state, question)
        wanted = manifest.beside(expected(with_fixes(migrations, state.recorded, db)), named)
        seen = observe(db, wanted)
        nodes = replicas(context, db)
    chosen = _chosen(wanted, question.names)
    window = _window(context, seen, needed, nodes)
    return _Looked(question, basis, [each.revision for each in migrations], chosen, seen, window)


def _basis(state: State, question: Question) -> tuple[str, Sequence[Migration]]:
    """A migration half applied is expected whole; one on its way back is not expected."""
    applied = [each for each in state.migrations if state.state_of(each.revision) in ("applied", "applying")]
    if question.manifest and not applied and not question.pending:
        return "manifest", ()
    return ("applied", applied) if applied and not question.pending else ("all", state.migrations)


def _chosen(wanted: Sequence[Expected], names: Sequence[str]) -> list[Expected]:
    """Those that are asked for, by name with or without schema, quoted or plain."""
    found = []
    for name in names:
        schema, bare = parts(name)
        mine = [each for each in wanted if each.name in (bare, name) and each.lies_in(schema)]
        if not mine:
            known = ", ".join(each.name for each in wanted) or "none"
            raise UsageFault(f"no index {name!r} is expected here", f"known: {known}", "opskit verify indexes")
        found += mine
    return found if names else list(wanted)


def _window(context: Context, seen: Seen, needed: float, nodes: Sequence[Node]) -> Window:
    events, name = context.ledger.events(), context.environment.name
    return Window(
        seen.now, seen.stats_since, needed, seen.standbys, own_reading(events, name), proven_used(events, name),
        own_explaining(events, name), nodes,
    )  # fmt: skip


def _answered(
    context: Context, looked: _Looked, workload: Workload, lacking: Sequence[Advice]
) -> Answer[IndexesVerified]:
    stock = stock_of(looked.seen, workload)
    found = redundancies(stock.shapes)
    verdicts = judged(looked.wanted, looked.seen, looked.window, workload, stock)
    summary = _summary(verdicts)
    verdict = _verdict(summary, looked.question.require_used)
    mine = {each.name for each in verdicts}
    open_questions = [*implied(stock.shapes), *by_workload(stock, [each.index for each in found])]
    data = IndexesVerified(
        verdict, looked.basis, looked.revisions, summary, verdicts,
        [each for each in found if each.index in mine], [each for each in found if each.index not in mine],
        looked.seen.stats_since, looked.window.days, looked.window.needed_days,
        open_questions, lacking, unserved(workload, stock), looked.question.names,
        workload.absent, workload.refused, workload.own, looked.question.require_used,
    )  # fmt: skip
    return Answer("verify indexes", data, _EXIT[verdict], environment=context.environment.name, run=context.run)


def _summary(verdicts: Sequence[IndexVerdict]) -> Summary:
    states = [verdict.state for verdict in verdicts]
    usages = [verdict.usage for verdict in verdicts if verdict.state == "present"]
    active = [
        verdict for verdict in verdicts if verdict.actively_used and verdict.actively_used.verdict is Verdict.PASS
    ]
    present, missing, invalid, different, building = (
        states.count(word) for word in ("present", "missing", "invalid", "different", "building")
    )
    used, enforcing, unused, open_ = (usages.count(word) for word in ("used", "enforcing", "unused", "inconclusive"))
    return Summary(
        len(states), present, missing, invalid, different, building, used, enforcing, unused, open_, len(active)
    )


def _verdict(summary: Summary, require_used: bool) -> Verdict:
    """No expected index at all proves nothing."""
    if summary.missing or summary.invalid or summary.different or (require_used and summary.unused):
        return Verdict.FAIL
    if not summary.expected or summary.building or (require_used and summary.inconclusive):
        return Verdict.INCONCLUSIVE
    return Verdict.PASS


def recorded(context: Context, answer: Answer[IndexesVerified]) -> Answer[IndexesVerified]:
    """The answer, kept in the ledger as evidence. `scans` names the indexes that somebody used."""
    data = answer.data
    context.record(
        EVENT,
        subject="indexes",
        verdict=data.verdict.value,
        basis=data.basis,
        revisions=list(data.revisions),
        **asdict(data.summary),
        stats_since=data.stats_since.isoformat() if data.stats_since else None,
        window_days=round(data.window_days, 2) if data.window_days is not None else None,
        not_as_meant=[f"{each.name}: {each.state}" for each in data.indexes if each.state != "present"],
        redundant=[each.index for each in data.redundant],
        scans={each.name: each.scans for each in data.indexes if each.usage == "used"},
        advice=[{"sql": each.sql, "proof": each.proof} for each in data.advice],
    )
    return answer
