"""JUnit XML: what build servers accept, with the outcome of every verdict, whatever stands in a name."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fixtures.junit import TOLD, faults, read, told
from fixtures.proof import proven
from hypothesis import given
from hypothesis import strategies as st
from unit.test_html import H, checklist, gate, index, item, report

from opskit.app.check import CheckReport
from opskit.app.checklist import PauseView
from opskit.app.checklist_dry import DryRun, Foreseen
from opskit.app.checklist_pause import PauseShown
from opskit.app.compare import Compared
from opskit.app.compared_metrics import Metric
from opskit.app.indexes_verified import IndexesVerified, Summary
from opskit.app.lint import Linted, LintFinding, Suppression
from opskit.app.verify_schema import SchemaVerified
from opskit.core.allow import Allowed
from opskit.core.answer import Answer
from opskit.core.check import CheckResult
from opskit.core.finding import Finding, Ignored
from opskit.core.fingerprint import Difference
from opskit.core.item_state import Status
from opskit.core.schema_difference import ObjectDifference
from opskit.core.score import scores
from opskit.core.verdict import Severity, Verdict
from opskit.render import as_junit
from opskit.value import replace

RUN = "20260106-220501-9f3a"


def finding(rule: str, line: int, certain: bool = True) -> LintFinding:
    return LintFinding(rule, Severity.WARNING, f"{H}/up.sql", line, H, H, H, H, False, certain, H)


def checked(*results: CheckResult) -> CheckReport:
    return CheckReport(results, scores(results), Severity.CRITICAL, partial=False)


def result(verdict: Verdict, **more: Any) -> CheckResult:
    found = (Finding("k", Severity.WARNING, H, H, {}, H),) if verdict is Verdict.FAIL else ()
    made = CheckResult("slug", "Title", "indexes", verdict, Severity.WARNING, more.pop("reason", ""), found)
    return replace(made, **more)


IGNORED = Ignored(Finding("k", Severity.WARNING, H, H), "known", date(2026, 3, 1))
METRIC = Metric("schema", Verdict.FAIL, 1, 0, 9, 9, None, H)
CHANGED = ObjectDifference("index", H, "different", H, H, H)
LINTED = Linted(
    2, 3, False, 0, [finding("a-rule", 3), finding("a-rule", 3), finding("b-rule", 0, certain=False)],
    [Suppression("known", finding("c-rule", 9))], {}, [f"{H}/up.sql", "clean.sql"],
)  # fmt: skip
INDEXES = IndexesVerified(
    Verdict.FAIL, "applied", (), Summary(5, 1, 1, 1, 1, 1, 0, 0, 0, 1),
    [index(state) for state in ("present", "missing", "invalid", "different", "building")], (), (), None, None, 7.0,
    require_used=True,
)  # fmt: skip
DRY = DryRun(
    H, [Foreseen(H, H, H, status, H, H, (H,), (H,), H) for status in ("pass", "fail", "pending", "unknown")], ()
)
ANSWERS = {
    "report": lambda: Answer("report", proven(report(), H), environment=H, run=RUN),
    "check": lambda: Answer("check", checked(*(result(each, reason=H) for each in Verdict)), environment=H, run=RUN),
    "checklist": lambda: Answer("checklist", checklist(), environment=H, run=RUN),
    "checklist-item": lambda: Answer("checklist-item", checklist(), environment=H, run=RUN),
    "checklist-dry-run": lambda: Answer("checklist-dry-run", DRY, environment=H, run=RUN),
    "nothing to do": lambda: Answer("checklist-dry-run", replace(DRY, items=()), environment=H, run=RUN),
    "gate": lambda: Answer("gate", gate(), environment=H, run=RUN),
    "a gate never looked at": lambda: Answer("gate", gate(None), environment=H, run=RUN),
    "compare": lambda: Answer("compare", compared(CHANGED), environment=H, run=RUN),
    "lint": lambda: Answer("lint", LINTED),
    "verify indexes": lambda: Answer("verify indexes", INDEXES, environment=H, run=RUN),
    "verify schema": lambda: Answer("verify schema", schema(Verdict.FAIL), environment=H, run=RUN),
}


def compared(*differences: ObjectDifference) -> Compared:
    return Compared(Verdict.FAIL, "schema", {"a": H, "b": H}, {}, {}, [METRIC], differences, ())


def schema(verdict: Verdict) -> SchemaVerified:
    return SchemaVerified(verdict, H, H, 3, H, H, H, H, [Difference("index", H, "missing")])


@pytest.fixture(params=ANSWERS)
def text(request: pytest.FixtureRequest) -> str:
    """Every answer that has this form, every text of it hostile."""
    return as_junit.draw(ANSWERS[request.param]())


def outcomes(answer: Answer[Any]) -> dict[str, tuple[str, str | None]]:
    return told(as_junit.draw(answer))


def test_build_servers_accept_it(text: str) -> None:
    root = read(text)
    assert root.tag == "testsuites"
    assert list(faults(root)) == []


def test_what_the_schema_refuses_is_noticed() -> None:
    root = read("<testsuites skipped='1'><testsuite tests='1'><failure/></testsuite></testsuites>")
    assert len(list(faults(root))) == 5


def test_the_numbers_are_those_of_the_cases(text: str) -> None:
    root = read(text)
    for element in [root, *root.iter("testsuite")]:
        cases = list(element.iter("testcase"))
        assert int(element.attrib["tests"]) == len(cases) > 0
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(element.get(name, "-1")) in (-1, len(list(element.iter(tag))))


def test_every_case_is_named_once_and_says_why_it_did_not_pass(text: str) -> None:
    cases = list(read(text).iter("testcase"))
    names = [(each.get("classname"), each.get("name")) for each in cases]
    assert len(set(names)) == len(names)
    assert all(each.get("message") and each.get("type") for case in cases for each in case if each.tag in TOLD)


def test_hostile_text_stays_text_in_every_locale(text: str) -> None:
    assert text.isascii()
    assert not set(text) & {"\x1b", "\x07"}
    root = read(text)
    assert not any(each.tag in ("script", "img") for each in root.iter())
    assert "\u202e" not in ET.tostring(root, encoding="unicode")


@given(st.text(st.characters(), max_size=20))
def test_no_character_makes_it_invalid(name: str) -> None:
    """Also those that Unicode has and XML has not."""
    made = result(Verdict.INCONCLUSIVE, slug=f"a{name}", title=name, reason=f"b{name}")
    root = read(as_junit.draw(Answer("check", checked(made), environment=name, run=name)))
    assert list(faults(root)) == []


@pytest.mark.parametrize("name", ["\x00", "\ufffe", "\uffff", "\ud800", "]]>", "\x85", "\u2028"])
def test_a_name_that_is_no_xml_is_spelled_out(name: str) -> None:
    text = as_junit.draw(Answer("check", checked(result(Verdict.FAIL, slug=f"x{name}y"))))
    assert list(faults(read(text))) == []


def test_the_same_answer_gives_the_same_bytes(text: str, request: pytest.FixtureRequest) -> None:
    name = request.node.callspec.params["text"]
    assert as_junit.draw(ANSWERS[name]()) == text


def test_a_suite_is_of_the_time_of_its_answer() -> None:
    found = {each.get("name"): each.get("timestamp") for each in read(
        as_junit.draw(ANSWERS["report"]())).iter("testsuite")}  # fmt: skip
    assert found["points that must hold"] == "2026-01-06T22:05:00Z"
    (suite,) = read(as_junit.draw(ANSWERS["verify schema"]())).iter("testsuite")
    assert suite.get("timestamp") == "2026-01-06T22:05:01Z"
    assert "timestamp" not in read(as_junit.draw(ANSWERS["lint"]()))[0].attrib


def test_a_secret_is_taken_out() -> None:
    text = as_junit.draw(Answer("check", checked(result(Verdict.INCONCLUSIVE, reason="host=a password=hunter2"))))
    assert "hunter2" not in text


@pytest.mark.parametrize(
    ("made", "outcome", "why"),
    [
        (result(Verdict.PASS), "passed", None),
        (result(Verdict.FAIL), "failure", "1 finding, warning"),
        (result(Verdict.INCONCLUSIVE, reason="no right"), "error", "no right"),
        (result(Verdict.INCONCLUSIVE, reason="no pgstattuple", absent=("pgstattuple",)), "skipped", "no pgstattuple"),
        (result(Verdict.PASS, ignored=(IGNORED,)), "skipped", "until 2026-03-01: known"),
    ],
)
def test_a_check(made: CheckResult, outcome: str, why: str | None) -> None:
    assert outcomes(Answer("check", checked(made)))["slug"] == (outcome, why)


@pytest.mark.parametrize("priority", ["critical", "high"])
@pytest.mark.parametrize("status", Status)
def test_an_item_of_a_checklist(status: Status, priority: str) -> None:
    """What is only open fails where it is critical."""
    made = replace(item(priority, status), id="item", text="because")
    wanted = {"pass": "passed", "signed": "passed", "fail": "failure"} | dict.fromkeys(
        ("waived", "skipped", "not applicable"), "skipped") | dict.fromkeys(
        ("inconclusive", "stale", "unknown", "running"), "error")  # fmt: skip
    still_open = "failure" if priority == "critical" else "skipped"
    outcome = wanted.get(status.value, still_open)
    why = None if outcome == "passed" else f"{status.value}: because"
    assert outcomes(Answer("checklist", replace(checklist(), items=[made])))["item"] == (outcome, why)


def test_a_claim_and_a_point_and_a_waiver() -> None:
    made = Answer("report", proven(report(), "x"))
    found = outcomes(made)
    assert [found[f"{each}: x"][0] for each in ("verified", "refuted", "needs sign-off", "not testable")] == [
        "passed", "failure", "skipped", "skipped",
    ]  # fmt: skip
    assert '<skipped type="waived" message="ignored until 2026-01-06: x">' in as_junit.draw(made)
    assert sum(outcome == "failure" for outcome, _ in found.values()) > 2


@pytest.mark.parametrize(
    ("verdict", "outcome"), [("pass", "passed"), ("fail", "failure"), ("inconclusive", "error"), ("error", "error")]
)
def test_a_metric_of_a_gate(verdict: str, outcome: str) -> None:
    seen = replace(gate(), verdict="running", decision=None)
    seen = replace(seen, metrics=[replace(seen.metrics[0], id="m", verdict=verdict)])
    found = outcomes(Answer("gate", seen))
    assert found["m"][0] == outcome
    assert found["verdict"] == ("error", "the gate is running")


@pytest.mark.parametrize(("word", "outcome"), [("go", "passed"), ("no-go", "failure")])
def test_a_gate_that_persons_have_decided(word: str, outcome: str) -> None:
    seen = gate()
    assert seen.decision
    decided = replace(seen.decision, decision=word, holds=True, by=("ann", "bob"), reason="known")
    assert outcomes(Answer("gate", replace(seen, decision=decided)))["verdict"][0] == outcome


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        (CHANGED, "failure"),
        (replace(CHANGED, comparable=False), "error"),
        (replace(CHANGED, allowed=Allowed("known", date(2026, 3, 1))), "skipped"),
    ],
)
def test_a_difference_of_two_environments(found: ObjectDifference, outcome: str) -> None:
    assert outcomes(Answer("compare", compared(replace(found, name="i"))))["i"][0] == outcome


def test_a_file_without_a_finding_passes_and_one_in_doubt_is_an_error() -> None:
    found = outcomes(Answer("lint", LINTED))
    assert {name: outcome for name, (outcome, _) in found.items()} == {
        "a-rule, line 3": "failure", "a-rule, line 3 (2)": "failure", "b-rule": "error", "c-rule, line 9": "skipped",
        "lint": "passed",
    }  # fmt: skip


def test_the_use_of_an_index_counts_only_where_it_was_asked_for() -> None:
    cases = list(read(as_junit.draw(Answer("verify indexes", INDEXES))).iter("testcase"))
    assert [next(each.tag for each in case) for case in cases] == [
        "system-out", "failure", "failure", "failure", "error", "error",
    ]  # fmt: skip
    plain = read(as_junit.draw(Answer("verify indexes", replace(INDEXES, require_used=False))))
    assert len(list(plain.iter("testcase"))) == 5
    nothing = read(as_junit.draw(Answer("verify indexes", replace(INDEXES, indexes=()))))
    assert [each.tag for case in nothing.iter("testcase") for each in case] == ["error"]


@pytest.mark.parametrize(("is_open", "outcome"), [(True, "failure"), (False, "passed")])
def test_a_pause_point(is_open: bool, outcome: str) -> None:
    pause = PauseView("window", H, is_open, (H,) if is_open else (), (), H)
    assert outcomes(Answer("checklist-pause", PauseShown(H, H, True, pause, (), ())))["pause"][0] == outcome
