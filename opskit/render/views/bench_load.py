"""The page of `opskit bench --load`: what was served, of what, and every promise with its answer."""

from __future__ import annotations

from opskit.app.load_view import Compared, LoadPlan, LoadQuery, LoadView
from opskit.core.answer import Answer
from opskit.core.next_command import quoted
from opskit.core.verdict import Verdict
from opskit.render.blocks import Block, Code, Facts, Heading, Line, Table
from opskit.render.views.figures import ABSENT, counts, factor, figure, ms
from opskit.render.words import duration, plural


def planned(answer: Answer[LoadPlan]) -> list[Block]:
    plan = answer.data
    rate = f"{plan.rate:g} transactions a second" if plan.rate else "as fast as they can"
    kind = "which CHANGES ROWS" if plan.writes else "which only reads"
    return [
        Line(f"A load on {answer.environment}, {kind}: {plural(plan.clients, 'client')}, {rate}.", "pending"),
        Facts({
            "lasts": f"{duration(plan.duration_s)}, after {duration(plan.warm_up_s)} to warm up",
            "runs": ", ".join(plan.queries), "by": plan.pgbench,
            "room": f"{plan.free_sessions} sessions are free",
        }),
        Line("Nothing was sent yet."),
    ]  # fmt: skip


def blocks(answer: Answer[LoadView]) -> list[Block]:
    view = answer.data
    return [
        *_headline(answer),
        *(Line(note, "note") for note in view.notes),
        Line(""),
        *(_compared(view) if view.before else [_alone(view)]),
        *_errors(view),
        *_levels(view),
        *_claims(view),
        Line(""),
        Line(f"Times in milliseconds, {ABSENT} where the samples are too few. {view.method}."),
        Line(f"Run {answer.run} is in the ledger. To compare with it later:"),
        Code(_again(answer)),
    ]


def _headline(answer: Answer[LoadView]) -> list[Block]:
    view, load = answer.data, answer.data.load
    asked = f" of {load.asked:g} asked" if load.asked else ""
    against = f" against run {view.before.run} of {view.before.environment}" if view.before else ""
    judged = [*(query.verdict for query in view.queries if query.slo), *(each.verdict for each in view.claims)]
    promises = counts(judged)
    failed = f"{load.failed:,} of {load.transactions + load.failed:,} failed" if load.failed else "none failed"
    warmed = plural(load.dropped, "transaction")
    warm_up = f" {warmed} of the first {duration(load.warm_up_s)} are left out." if load.warm_up_s else ""
    return [
        Line(f"{plural(load.clients, 'client')} on {answer.environment}{against} for {duration(load.seconds)}:"
             f" {figure(load.throughput)} transactions a second{asked}, {failed}."),
        Line(f"CPU: pgbench {100 * load.pgbench_cpu:.0f} % of a core, opskit {100 * load.opskit_cpu:.1f} %.{warm_up}"),
        *([Line(f"Promises: {promises}.", view.verdict)] if promises else []),
    ]  # fmt: skip


def _rows(view: LoadView) -> list[LoadQuery]:
    return [*view.queries, view.whole] if len(view.queries) > 1 else list(view.queries)


def _alone(view: LoadView) -> Block:
    columns = ["query", "n", "per s", "p50", "p95", "p99", "p99 95 %", "max", "failed"]
    rows = [
        [
            each.name, f"{each.samples:,}", figure(each.throughput), ms(each.p50_ms), ms(each.p95_ms), ms(each.p99_ms),
            _span(each.ci.get("p99")), ms(each.max_ms), f"{sum(each.errors.values()):,}",
        ]
        for each in _rows(view)
    ]  # fmt: skip
    return Table(columns, rows, columns[1:])


def _compared(view: LoadView) -> list[Block]:
    """Two tables: one of times, one of throughputs, each ratio between the two values it is of."""
    times = [
        [each.name, *_pair(each.p50), *_pair(each.p99), each.result.removesuffix(" shown").removesuffix(" samples")]
        for each in _rows(view)
    ]
    columns = ["query", "p50", "ratio", "95 %", "p99", "ratio", "95 %", "result"]
    rates = [[each.name, f"{each.samples:,}", *_pair(each.per_second)] for each in _rows(view)]
    return [
        Table(columns, times, columns[1:7]),
        Line(""),
        Table(["query", "n", "per s", "ratio", "95 %"], rates, ["n", "per s", "ratio", "95 %"]),
    ]


def _pair(found: Compared | None) -> list[str]:
    """Both values, their ratio and its interval."""
    if found is None:
        return [ABSENT, ABSENT, ABSENT]
    return [f"{ms(found.before)} > {ms(found.after)}", factor(found.ratio), _span(found.ratio_ci)]


def _span(pair: tuple[float, float] | None) -> str:
    return "-".join(figure(bound) for bound in pair) if pair else ABSENT


def _errors(view: LoadView) -> list[Block]:
    found: list[Block] = [
        Line(f"{each.name}: {', '.join(f'{state} x {count}' for state, count in each.errors.items())}", "failed")
        for each in view.queries
        if each.errors
    ]
    return [*found, *(Line(f"{state}: {sentence}") for state, sentence in sorted(view.load.sentences.items()))]


def _levels(view: LoadView) -> list[Block]:
    lines = [Line(f"{each.name}: {each.reason}", each.verdict) for each in view.queries if each.slo]
    return [Heading("Service levels"), *lines] if lines else []


def _claims(view: LoadView) -> list[Block]:
    rows = [
        [_word(each.verdict), each.text, each.measured, each.reason if each.verdict is not Verdict.PASS else ""]
        for each in view.claims
    ]
    rows += [
        [each.claim.verdict, f"{each.name}: {each.claim.text}",
         f"{ms(each.p50.before)} -> {ms(each.p50.after)} ms", each.claim.reason]
        for each in view.queries if each.claim and each.p50
    ]  # fmt: skip
    return [Heading("Claims"), Table(["verdict", "claim", "measured", "reason"], rows)] if rows else []


def _word(verdict: Verdict) -> str:
    return "cannot tell" if verdict is Verdict.INCONCLUSIVE else verdict.value


def _again(answer: Answer[LoadView]) -> str:
    load = answer.data.load
    rate = f" --rate {load.rate:g}" if load.rate else ""
    named = "".join(f" {quoted(name)}" for name in answer.data.named)
    return f"opskit bench --load{named} -e {answer.environment} --clients {load.clients}{rate} --baseline {answer.run}"
