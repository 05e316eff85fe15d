"""The HTML pages: strict HTML, nothing active, nothing from elsewhere, hostile names shown as text, usable by ear."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from opskit.app.bench import Before, QueryResult
from opskit.app.checklist import Checklist, Count, Evidence, ItemView
from opskit.app.checklist_metric import MetricView as Criterion
from opskit.app.checklist_window import WindowView
from opskit.app.demo_stop import Stopped
from opskit.app.gate_data import Decision, GateView, MetricView, Soak
from opskit.app.index_verdict import IndexVerdict
from opskit.app.load_view import Compared, LoadBefore, LoadFigures, LoadQuery, LoadView
from opskit.app.reporting.data import (
    BenchmarkRun,
    Comparison,
    Counts,
    Earlier,
    LedgerState,
    LoadRun,
    MigrationLine,
    NotChecked,
    ReadinessReport,
    RunLine,
    ServerFacts,
    SignoffLine,
)
from opskit.app.reporting.proof import (
    BudgetLine,
    ClaimsView,
    ClaimView,
    EvidenceRow,
    NextStep,
    Risk,
    RiskStatement,
    Since,
    TimelineRow,
    Validity,
    WayBack,
)
from opskit.app.waiver_view import WaiverView
from opskit.core.answer import Answer
from opskit.core.check import DIMENSIONS, CheckResult
from opskit.core.finding import Finding
from opskit.core.item_state import Signature
from opskit.core.readiness import Point, Readiness
from opskit.core.schema_difference import ObjectDifference
from opskit.core.score import DimensionScore
from opskit.core.verdict import Severity, Verdict
from opskit.gate.judging import Claimed
from opskit.gate.load_judging import ClaimJudged
from opskit.gate.scans import Scans
from opskit.render import html
from opskit.render.axis import log_axis, nines
from opskit.render.blocks import Bullets, Code, Facts, Heading, Line, Table
from opskit.value import replace

H = "x\"'><script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m\u202e{{ 7 * 7 }}"
SHOWN = "x\"'><script>alert(1)</script><img src=x onerror=alert(2)>\\u001b[31m\\u202e{{ 7 * 7 }}"
NOW = datetime(2026, 1, 6, 22, 5, tzinfo=UTC)
AT = NOW.isoformat()
CI = {"p50": (1.0, 2.0)}


def query(name: str, before: float | None = 40.0) -> QueryResult:
    """Measured on two sides, with a service level and a claim."""
    seen = Scans("Index Scan", (H,))
    old = Before(
        samples=300, p50_ms=before, p95_ms=before, p99_ms=None, max_ms=before, ci=CI, errors={}, plan=seen
    )  # fmt: skip
    return QueryResult(
        name=name, title=H, samples=300, p50_ms=1.5, p95_ms=2.0, p99_ms=None, max_ms=9.0, errors={H: 2}, ci=CI,
        plan=seen, slo=H, verdict="fail", reason=H, seed=H, before=old, ratio=26.0, ratio_ci=(20.0, 30.0),
        result="faster", claim=Claimed(H, 10.0, "refuted", H),
    )  # fmt: skip


def load() -> LoadView:
    """Many clients, before and after, with everything that may be hostile."""
    both = Compared(4.0, 2.0, 2.0, (1.0, 4.0))
    curve = [(0.5, 2.0), (0.99, 9.0), (0.9999, 80.0)]
    one = LoadQuery(
        name=H, title=H, weight=1, samples=900, throughput=30.0, throughput_ci=(28.0, 32.0), p50_ms=2.0, p95_ms=5.0,
        p99_ms=9.0, max_ms=80.0, errors={H: 2}, retried=0, ci=CI, plan=Scans(H, (H,)), curve=curve, slo=H,
        verdict="inconclusive", reason=H, seed=H, ratio=2.0, ratio_ci=(1.0, 4.0), p50=both, p99=both, per_second=both,
        before_curve=curve, result="faster", claim=Claimed(H, 10.0, "refuted", H),
    )  # fmt: skip
    figures = LoadFigures(
        100, 99, 50.0, 50.0, 30.0, 900, 2, 0.002, 0, 600, 3, 12.0, 40, 30.0, 30.0, 5.0, 2, 1, True, 1, True, 18, 0.4,
        0.01, {H: H},
    )  # fmt: skip
    claim = ClaimJudged(H, H, H, H, Verdict.FAIL, H)
    return LoadView(
        "sequential", figures, one, [one, replace(one, p50=None, p99=None, p50_ms=None)], [claim], Verdict.FAIL, H, H,
        H, (), {H: H}, LoadBefore(H, H, H, H, 100, 0.0, 15.0), [H], (H,),
    )  # fmt: skip


def item(priority: str, status: str) -> ItemView:
    looked = Evidence(AT, 60, H, 7, H, (H,))
    signed = Signature(H, H, H, AT, H, (H,), 4)
    return ItemView(
        id=H, title=H, priority=priority, phase=H, kind="manual", status=status, outcome="", age_s=60, text=H,
        evidence=[looked], signed=[signed], waiver=None, needs=(), ask=H, next=H,
    )  # fmt: skip


def checklist() -> Checklist:
    wanted = (("critical", "pass"), ("critical", "pending"), ("high", "fail"), ("nice", "blocked"))
    return Checklist(
        runbook=H, title=H, version=H, protected=True, items=[item(*each) for each in wanted],
        counts={"critical": Count(1, 2), "high": Count(0, 1), "nice": Count(0, 1)},
        window=WindowView(True, AT, (NOW + timedelta(hours=1)).isoformat(), H, 90),
        metrics=[Criterion(H, H, H, H, H, True, 5, "fail", 1.5, H)], go_on=H, next=H,
        waivers=[WaiverView(H, H, (H,), H, H, NOW, H, "expired", 0, False, H)],
    )  # fmt: skip


def index(state: str) -> IndexVerdict:
    return IndexVerdict(
        name=H, table=H, definition=H, state=state, usage="inconclusive", scans=5, last_scan=NOW, size_bytes=8192,
        enforces=None, redundant_with=None, evidence=H,
    )  # fmt: skip


def report(verdict: Readiness = Readiness.NOT_READY) -> ReadinessReport:
    """Every part filled, every text from outside hostile."""
    finding = Finding(H, Severity.CRITICAL, H, H, {}, H)
    run = RunLine("production", "rollback", H, H, AT, AT, "undone", 12.5, 3, 4.5, H, True, False, H)
    return ReadinessReport(
        verdict, 30.0, 59.0, 0.9, {name: DimensionScore(40.0, 80.0, 0.5) for name in DIMENSIONS}, Counts(4, 2, 1),
        [Point("checks", H, Verdict.FAIL, H, H, (H,)), Point("data", H, Verdict.INCONCLUSIVE, H, H)],
        [gate(), gate(None)], (),
        [query("one"), query("two", None), replace(query("three"), before=None, ratio=None, ratio_ci=None),
         replace(query("four"), p50_ms=None)],
        BenchmarkRun(H, AT, "paired", H, H, H, AT), [SignoffLine(H, H, H, H, H, AT, H, (H,))],
        [NotChecked(H, H, H), NotChecked(H, H)], "a" * 64, LedgerState(9, "a" * 64, [H]), NOW, H,
        ServerFacts(H, H, H, H, True, True, 5000, 1, 2, NOW, H), [MigrationLine(H, H, "pending")],
        [CheckResult(H, H, "schema", Verdict.FAIL, Severity.CRITICAL, H, (finding,)),
         CheckResult(H, H, "queries", Verdict.INCONCLUSIVE, Severity.WARNING, H)],
        [index(state) for state in ("present", "missing", "invalid", "different", "building")],
        checklist(), [run, replace(run, outcome="unfinished", seconds=None, longest_s=None, verified=None, holds=None)],
        Comparison("staging", Verdict.FAIL, H,
                   [ObjectDifference(H, H, change, H, H) for change in ("missing", "added", "different")]),
        [Earlier(AT, H, "NOT PROVEN", 20.0), Earlier(AT, H, "READY", 90.0)], LoadRun(H, AT, AT, load()),
        (WaiverView(H, H, (H,), H, H, NOW, H, H, 3, True, H),), *proof(),
    )  # fmt: skip


def proof() -> tuple[Any, ...]:
    """What the sentences rest on, the names of evidence hostile too."""
    claims = [ClaimView(H, H, H, word, H, H, H, (H,)) for word in ("refuted", "verified", "needs sign-off", H)]
    statements = [
        RiskStatement(H, n, H, state, H, (H,), stops, True, False, took, 2, AT)
        for n, (state, stops, took) in enumerate((("done", "", 1.0), ("pending", "writes", None), (H, H, 2.0)))
    ]
    ways = [WayBack(H, H, H, H, AT, 1.0, AT, 2.0, True), WayBack(H, H, "none", "", None, None, None, None, None)]
    happened = [
        TimelineRow(AT, until, lane, H, H, stops, H, H, H)
        for until, lane, stops in ((AT, "change", "writes"), (None, H, ""), (AT, "run", ""), (AT, "change", H))
    ]
    budgets = [BudgetLine(H, H, 60.0, 0.0, H, H, False), BudgetLine(H, H, None, None, H, H, True)]
    return (
        ClaimsView(H, H, claims), Risk({"nothing": 1, H: 2}, 2.0, H, statements, ways), happened, budgets,
        Since(H, AT, H, 20.0, (H,), (), (H,)), Validity(AT, H, H, 2, H), (NextStep(H, H),),
        [EvidenceRow(H, H, H, 1, 0, H, H, H, AT), EvidenceRow("event:7", H, H, None, None, H, "", H, AT)],
    )  # fmt: skip


def gate(at: str | None = AT) -> GateView:
    """Looked at and decided; or neither, without a time."""
    metric = MetricView(H, H, H, True, H, "fail", H, H, 1.5, None, [1.0, None], 2.0, 5, 1000, 60, (), (), (H,))
    decision = Decision("no-go", "fail", (H,), AT, H, 7, False) if at else None
    return GateView(
        H, H, "marginal", H, H, H, H, Soak("24h", at, at, False, H), 3, at, [metric], {H: H}, H, H, H, decision, (H,), H
    )


def bare() -> ReadinessReport:
    """A report in which nothing could be had but the server."""
    return replace(
        report(Readiness.NOT_PROVEN), blockers=[], benchmark=(), benchmark_run=None, signoffs=(), migrations=(),
        checks=(), indexes=(), checklist=None, runs=(), comparison=None, earlier=(), load=None, gates=(), waived=(),
        ledger=LedgerState(0, "0" * 64, ()), claims=None, risk=None, timeline=(), budgets=(), since=None, validity=None,
        next_steps=(), evidence=(),
    )  # fmt: skip


def answer(data: Any, command: str = "report") -> Answer[Any]:
    return Answer(command, data, environment=H, run=H)


BLOCKS = [
    Line(H, "fail"), Line("no status"), Line(""), Table([H, "n"], [[H, "1"]], ["n"]), Heading(H), Facts({H: H}),
    Bullets([H]), Code(f"{H}\n  two lines"), Table(["a"], []),
]  # fmt: skip
PAGES = {
    "whole report": lambda: html.draw(answer(report())),
    "ready": lambda: html.draw(answer(report(Readiness.READY))),
    "bare report": lambda: html.draw(answer(bare())),
    "page of blocks": lambda: html.page(answer(None, "plan"), BLOCKS),
    "page of a load": lambda: html.draw(answer(load(), "bench")),
    "page of another command": lambda: html.draw(answer(Stopped(2), "demo stop")),
}


@pytest.fixture(scope="module", params=PAGES)
def text(request: pytest.FixtureRequest) -> str:
    """Each kind of page in turn."""
    drawn: str = PAGES[request.param]()
    return drawn


@cache
def parsed(text: str) -> Element:
    """html5lib in strict mode raises at the first fault of the HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(text)
    return tree


def local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def elements(text: str, *names: str) -> list[Element]:
    return [each for each in parsed(text).iter() if local(each) in names]


def said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_it_is_strict_html(text: str) -> None:
    root = parsed(text)
    assert root.get("lang") == "en"
    assert len(elements(text, "h1")) == len(elements(text, "main")) == 1


def test_nothing_in_it_is_active_and_nothing_comes_from_elsewhere(text: str) -> None:
    for element in parsed(text).iter():
        assert local(element) not in (
            "script",
            "img",
            "iframe",
            "object",
            "embed",
            "link",
            "form",
            "image",
            "use",
            "base",
        )
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name in ("href", "src", "action"):
                assert value.startswith("#")
    (style,) = elements(text, "style")
    assert not re.search(r"url\(|@import|expression", style.text or "")


def test_its_policy_forbids_scripts_and_every_address(text: str) -> None:
    (policy,) = [each for each in elements(text, "meta") if each.get("http-equiv") == "Content-Security-Policy"]
    assert str(policy.get("content")).startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    head = [local(each) for each in elements(text, "head")[0]]
    assert head.index("meta") < head.index("style")


def test_hostile_text_is_shown_as_the_text_it_is(text: str) -> None:
    assert not set(text) & {"\x1b", "\u202e", "\x07"}
    assert SHOWN in said(elements(text, "body")[0])


def test_every_picture_has_a_title_and_every_table_a_caption(text: str) -> None:
    ids = [str(each.get("id")) for each in parsed(text).iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    for picture in elements(text, "svg"):
        if picture.get("aria-hidden") == "true":
            continue
        titles = [each for each in picture if local(each) in ("title", "desc")]
        assert [local(each) for each in titles] == ["title", "desc"]
        assert all(said(each) for each in titles)
        assert str(picture.get("aria-labelledby")).split() == [each.get("id") for each in titles]
        assert picture.get("role") == "img"
    for table in elements(text, "table"):
        captions = [each for each in table if local(each) == "caption"]
        assert len(captions) == 1
        assert said(captions[0])
        assert all(cell.get("scope") for cell in table.iter() if local(cell) == "th")


def test_every_status_is_a_word(text: str) -> None:
    for chip in elements(text, "span"):
        if "chip" in str(chip.get("class")).split():
            assert re.search(r"[a-z]{2}", said(chip), re.I)


def test_every_place_it_links_to_is_there(text: str) -> None:
    ids = {each.get("id") for each in parsed(text).iter()}
    assert {str(link.get("href"))[1:] for link in elements(text, "a")} <= ids


def test_the_report_names_its_verdict_its_score_and_what_blocks_first() -> None:
    text = html.draw(answer(report()))
    assert said(elements(text, "h1")[0]) == "NOT READY"
    assert "30 to 59 of 100" in said(elements(text, "header")[0])
    sections = [each.get("id") for each in elements(text, "section")]
    assert sections == [
        "blocks", "facts", "counts", "criteria", "score", "indexes", "gates", "waivers", "speed", "load", "window",
        "risk", "timeline", "claims", "checklist", "signed", "since", "next", "open", "evidence",
    ]  # fmt: skip


def test_the_same_answer_gives_the_same_page() -> None:
    assert html.draw(answer(report())) == html.draw(answer(report()))


def test_a_password_in_a_connection_string_is_not_shown() -> None:
    text = html.page(answer(None, "plan"), [Code("psql 'host=a password=hunter2' postgres://u:hunter2@h/db")])
    assert "hunter2" not in text
    parsed(text)


def test_both_colour_schemes_and_print_are_thought_of() -> None:
    (style,) = elements(html.draw(answer(bare())), "style")
    assert {"(prefers-color-scheme: dark)", "@media print"} <= set(
        re.findall(r"\(prefers-color-scheme: dark\)|@media print", style.text or "")
    )


@pytest.mark.parametrize(
    ("value", "place"), [(0.1, 0.0), (1.0, 25.0), (10.0, 50.0), (1000.0, 100.0), (5000.0, 100.0), (0.0, 0.0)]
)
def test_a_time_stands_on_the_axis_by_its_power_of_ten(value: float, place: float) -> None:
    assert log_axis([0.2, None, 500.0, 0.0]).place(value) == place


def test_each_nine_more_is_as_far_on_the_axis_of_shares_as_the_one_before() -> None:
    assert [nines(share) for share in (0.0, 0.9, 0.99, 0.999, 0.9999, 1.0)] == [0, 25, 50, 75, 100, 100]


def test_a_curve_rises_within_its_picture() -> None:
    drawn = PAGES["whole report"]()
    lines = [each.get("points", "") for each in elements(drawn, "polyline") if each.get("class") in ("before", "after")]
    assert len(lines) == 2
    for points in lines:
        places = [tuple(map(float, point.split(","))) for point in points.split()]
        assert places == sorted(places, key=lambda place: (place[0], -place[1]))
        assert all(60 <= x <= 630 and 15 <= y <= 215 for x, y in places)


def test_an_axis_of_nothing_and_of_one_value_has_a_length() -> None:
    assert len(log_axis([]).ticks) == len(log_axis([1.0, 1.0]).ticks) == 2
