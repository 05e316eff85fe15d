"""The page of `opskit bench`: the figures, then which index each query is read by, then promises kept and broken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opskit.app.bench import BenchView, QueryResult
from opskit.app.load_view import LoadPlan, LoadView
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Code, Heading, Line, Table
from opskit.render.views import bench_load
from opskit.render.views.figures import ABSENT, counts, factor, figure, ms


def blocks(answer: Answer[Any]) -> list[Block]:
    """Of queries timed one by one, of a load, or of what a load would be."""
    if isinstance(answer.data, LoadView):
        return bench_load.blocks(answer)
    return bench_load.planned(answer) if isinstance(answer.data, LoadPlan) else _page(answer)


def _page(answer: Answer[BenchView]) -> list[Block]:
    view = answer.data
    found: list[Block] = [*_headline(answer), *(Line(note, "note") for note in view.notes), Line("")]
    found.append(_compared(view) if view.before else _alone(view))
    found += _errors(view) + _scans(view) + _objectives(view) + _claims(view)
    found += [
        Line(""),
        Line(f"Times in milliseconds, {ABSENT} where the samples are too few. {view.method}."),
        *_later(answer),
    ]
    return found


def _headline(answer: Answer[BenchView]) -> list[Block]:
    view = answer.data
    noun = "query" if len(view.queries) == 1 else "queries"
    lines: list[Block] = [Line(f"{len(view.queries)} {noun} on {answer.environment}{_compared_with(view)}.")]
    if any(query.slo for query in view.queries):
        lines.append(Line(f"Service levels: {counts(query.verdict for query in view.queries)}.", view.verdict))
    claims = [query.claim.verdict for query in view.queries if query.claim]
    return [*lines, *([Line(f"Claims: {counts(claims)}.")] if claims else [])]


def _compared_with(view: BenchView) -> str:
    if view.before is None:
        return ""
    run = f"run {view.before.run} of " if view.before.run else ""
    return f" against {run}{view.before.environment}: {counts(query.result for query in view.queries)}"


def _alone(view: BenchView) -> Block:
    rows = [
        [query.name, str(query.samples), *_times(query), ms(query.max_ms), query.verdict or ABSENT]
        for query in view.queries
    ]
    columns = ["query", "n", "p50", "p95", "p99", "max", "slo"]
    return Table(columns, rows, columns[1:6])


def _compared(view: BenchView) -> Block:
    rows = [
        [
            query.name, str(query.samples), *_times(query), ms(query.before.p50_ms if query.before else None),
            factor(query.ratio), _interval(query), query.result.removesuffix(" shown").removesuffix(" samples"),
        ]
        for query in view.queries
    ]  # fmt: skip
    columns = ["query", "n", "p50", "p95", "p99", "before", "ratio", "95 %", "result"]
    return Table(columns, rows, columns[1:8])


def _times(query: QueryResult) -> list[str]:
    return [ms(query.p50_ms), ms(query.p95_ms), ms(query.p99_ms)]


def _interval(query: QueryResult) -> str:
    return "-".join(figure(bound) for bound in query.ratio_ci) if query.ratio_ci else ABSENT


def _errors(view: BenchView) -> list[Block]:
    return [
        Line(f"{query.name}{where}: {', '.join(f'{state} x {count}' for state, count in errors.items())}", "failed")
        for query in view.queries
        for where, errors in _sides(query)
        if errors
    ]


def _sides(query: QueryResult) -> list[tuple[str, Mapping[str, int]]]:
    return [("", query.errors), *([(" before", query.before.errors)] if query.before else [])]


def _scans(view: BenchView) -> list[Block]:
    rows = [[query.name, _read_by(query)] for query in view.queries if query.plan.node]
    return [Line(""), Table(["query", "read by"], rows)] if rows else []


def _read_by(query: QueryResult) -> str:
    """The indexes, and that a table is read whole."""
    whole = [kind for kind in query.plan.node.split(", ") if kind.endswith("Seq Scan")]
    return ", ".join([*query.plan.index, *whole]) or query.plan.node


def _objectives(view: BenchView) -> list[Block]:
    lines = [Line(f"{query.name}: {query.reason}", query.verdict) for query in view.queries if query.slo]
    return [Heading("Service levels"), *lines] if lines else []


def _claims(view: BenchView) -> list[Block]:
    lines = [
        Line(
            f"{query.name}: claimed {query.claim.text}; {ms(query.before.p50_ms)} -> {ms(query.p50_ms)} ms,"
            f" {query.claim.reason}",
            query.claim.verdict,
        )
        for query in view.queries
        if query.claim and query.before
    ]
    return [Heading("Claims"), *lines] if lines else []


def _later(answer: Answer[BenchView]) -> list[Block]:
    again = f"opskit bench -e {answer.environment} --baseline {answer.run}"
    return [Line(f"Run {answer.run} is in the ledger. To compare with it later:"), Code(again)]
