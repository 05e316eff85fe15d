"""The page of `opskit report` at a glance: verdict, score, what blocks, counts, what was not checked. The whole is in
the HTML and JSON forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from opskit.app.reporting.data import ReadinessReport, RunLine
from opskit.core.answer import Answer
from opskit.core.check import CheckResult
from opskit.core.readiness import Point
from opskit.core.verdict import Severity, Verdict
from opskit.render.blocks import Block, Bullets, Code, Facts, Heading, Line
from opskit.render.words import duration, plural

# What fits a screen of 40 lines by 100 columns together with the rest.
BLOCKERS = 4
FINDINGS = 6
UNCHECKED = 3
LONG = 150
BRIEF = 86
_SAID = {"inconclusive": "cannot tell"}
_CLAIMED = ("verified", "refuted", "needs sign-off", "not testable")


def blocks(answer: Answer[ReadinessReport]) -> list[Block]:
    report = answer.data
    return [
        Line(f"{answer.environment}: {_points(report)}", report.verdict),
        Line(_score(report)),
        *_blockers(report.blockers),
        *([] if report.checklist else _found(report.checks)),
        Heading("Counts"),
        Facts(_counts(report, answer.environment)),
        Heading(f"Not checked: {len(report.not_checked)}"),
        Bullets([clipped(f"{each.what}: {each.why}", BRIEF) for each in report.not_checked[:UNCHECKED]]
                + _more(len(report.not_checked) - UNCHECKED)),
        Line(""),
        Line(f"ledger head {report.ledger_head} ({_chain(report)})"),
        Line("everything, with the evidence: the same command with -O report.html"),
    ]  # fmt: skip


def clipped(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 2].rstrip(' ,;')} …"


def span(lower: float, upper: float) -> str:
    """`60`, or `40 to 60` where something was not seen."""
    return f"{lower:.0f}" if round(lower) == round(upper) else f"{lower:.0f} to {upper:.0f}"


def _points(report: ReadinessReport) -> str:
    counts = report.points
    total = counts.passed + counts.failed + counts.inconclusive
    rest = [
        f"{counts.failed} fail" if counts.failed else "",
        f"{counts.inconclusive} cannot tell" if counts.inconclusive else "",
    ]
    told = "".join(f", {each}" for each in rest if each)
    return f"{counts.passed} of {total} points that must hold pass{told}."


def _score(report: ReadinessReport) -> str:
    parts = ", ".join(f"{name} {span(each.score, each.upper)}" for name, each in report.dimensions.items())
    return f"Score {span(report.score, report.upper)} of 100: {parts}."


def _blockers(points: Sequence[Point]) -> list[Block]:
    if not points:
        return []
    made: list[Block] = [Heading(f"What blocks: {len(points)}")]
    for command, group in groupby(points[:BLOCKERS], key=lambda point: point.next):
        made += [Line(clipped(": ".join(filter(None, [each.what, each.why])), LONG), _word(each)) for each in group]
        made += [Code(command)] if command else []
    rest = len(points) - BLOCKERS
    return [*made, Line(f"and {rest} more")] if rest > 0 else made


def _found(checks: Sequence[CheckResult]) -> list[Block]:
    """The checks with the worst findings, where no checklist says what matters."""
    found = sorted((each for each in checks if each.findings), key=lambda each: -_severest(each).rank)
    if not found:
        return []
    lines = [
        Line(clipped(f"{each.title}: {_first(each)}", BRIEF), _severest(each)) for each in found[:FINDINGS]
    ]  # fmt: skip
    total = sum(len(each.findings) for each in found)
    return [Heading(f"Findings: {total}, of {plural(len(found), 'check')}"), *lines, Code("opskit check")]


def _severest(check: CheckResult) -> Severity:
    return max((each.severity for each in check.findings), key=lambda severity: severity.rank)


def _first(check: CheckResult) -> str:
    more = len(check.findings) - 1
    return check.findings[0].object + (f" and {more} more" if more else "")


def _word(point: Point) -> str:
    return "fail" if point.verdict is Verdict.FAIL else "cannot tell"


def _counts(report: ReadinessReport, environment: str) -> dict[str, str]:
    pairs = {
        "checks": _checks(report),
        "migrations": _of([each.state for each in report.migrations]),
        "indexes": _indexes(report),
        "checklist": _checklist(report),
        "gates": ", ".join(f"{each.gate} {each.verdict} ({each.kind})" for each in report.gates),
        "benchmark": _benchmark(report),
        "claims": _claims(report),
        "service levels": _service_levels(report),
        **{
            f"{each.command} {'here' if each.environment == environment else each.environment}": _run(each)
            for each in report.runs
        },
        "compared": _compared(report),
        "waivers": f"{len(report.waivers) + len(report.waived)}; sign-offs {len(report.signoffs)}",
    }
    return {name: clipped(text, BRIEF - 4) for name, text in pairs.items() if text}


def _of(words: Sequence[str]) -> str:
    return ", ".join(f"{words.count(word)} {_SAID.get(word, word)}" for word in dict.fromkeys(words))


def _checks(report: ReadinessReport) -> str:
    words = [each.verdict for each in report.checks]
    return ", ".join(f"{words.count(word)} {_SAID.get(word, word)}" for word in Verdict)


def _indexes(report: ReadinessReport) -> str:
    uses = [each.usage for each in report.indexes if each.state == "present"]
    told = f"; of those present {_of(uses)}" if uses else ""
    return _of([each.state for each in report.indexes]) + told


def _checklist(report: ReadinessReport) -> str:
    counts = report.checklist.counts if report.checklist else {}
    return ", ".join(f"{name} {each.done}/{each.total}" for name, each in counts.items())


def _benchmark(report: ReadinessReport) -> str:
    if report.benchmark_run is None:
        return "none"
    gained = [each.result for each in report.benchmark if each.ratio is not None]
    parts = [f"{len(report.benchmark)} queries", when(report.benchmark_run.at), *([_of(gained)] if gained else [])]
    return "; ".join(parts)


def _claims(report: ReadinessReport) -> str:
    verdicts = [each.verdict for each in report.claims.claims] if report.claims else []
    counts = [(word.replace("needs", "need"), verdicts.count(word)) for word in _CLAIMED]
    return ", ".join(f"{count} {word}" for word, count in counts if count)


def _service_levels(report: ReadinessReport) -> str:
    return _of([each.verdict for each in report.benchmark if each.slo])


def _run(run: RunLine) -> str:
    proof = {True: ", schema as before", False: ", schema NOT as before", None: ""}[run.verified]
    holds = {True: ", unchanged since", False: ", schema NOT as it left it", None: ""}[run.holds]
    took = f" in {duration(run.seconds)}" if run.seconds is not None else ""
    slowest = f"; slowest statement {duration(run.longest_s)}" if run.longest_s is not None else ""
    glass = ", GLASS BROKEN" if run.glass else ""
    return f"{run.outcome}{glass}{proof}{holds}, {when(run.started_at)}{took}{slowest}"


def _compared(report: ReadinessReport) -> str:
    seen = report.comparison
    if seen is None:
        return ""
    words = {Verdict.PASS: "equals", Verdict.FAIL: "differs from", Verdict.INCONCLUSIVE: "cannot be told from"}
    return f"{words[seen.verdict]} {seen.environment}: {seen.reason}"


def _chain(report: ReadinessReport) -> str:
    broken = f"BROKEN: {report.ledger.faults[0]}" if report.ledger.faults else "chain intact"
    return f"{plural(report.ledger.events, 'event')}, {broken}"


def _more(count: int) -> list[str]:
    return [f"and {count} more"] if count > 0 else []


def when(at: str) -> str:
    """An RFC 3339 time to the minute."""
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M} UTC" if at else ""
