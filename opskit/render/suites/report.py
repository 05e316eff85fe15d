"""`opskit report`: the points that must hold, the claims, the checklist, its success criteria and the gates."""

from __future__ import annotations

from opskit.app.reporting.data import ReadinessReport
from opskit.app.reporting.proof import ClaimsView, ClaimView
from opskit.core.answer import Answer
from opskit.core.finding import Ignored
from opskit.core.readiness import Point
from opskit.render.suite import Case, Outcome, Suite, outcome_of
from opskit.render.suites.checklist import of_criteria, of_items
from opskit.render.suites.gate import of_gate
from opskit.value import replace

_CLAIMED = {"verified": Outcome.PASSED, "refuted": Outcome.FAILURE}


def suites(answer: Answer[ReadinessReport]) -> list[Suite]:
    """All of them of the time of the report, but a gate of its newest look."""
    report = answer.data
    at = report.generated_at.isoformat().replace("+00:00", "Z")
    points = [_point(each) for each in (*report.blockers, *report.held)] + [_waived(each) for each in report.waivers]
    seen = report.checklist
    made = [
        Suite("points that must hold", points),
        _claims(report.claims),
        *(of_items(seen) if seen else ()),
        *([of_criteria(seen)] if seen else ()),
        *map(of_gate, report.gates),
    ]
    return [replace(each, at=each.at or at) for each in made]


def _point(point: Point) -> Case:
    owner = f"owner: {point.owner}" if point.owner else ""
    since = f"since {point.since}" if point.since else ""
    mend = [f"mend: {each}" for each in point.remedy]
    following = f"next: {point.next}" if point.next and outcome_of(point.verdict) is not Outcome.PASSED else ""
    text = [owner, since, *mend, following]
    return Case(point.area, point.what, outcome_of(point.verdict), point.verdict, point.why, text, point.evidence)


def _waived(ignored: Ignored) -> Case:
    why = f"ignored until {ignored.until}: {ignored.reason}"
    return Case("waived", ignored.finding.key, Outcome.SKIPPED, "waived", why, [ignored.finding.message])


def _claims(seen: ClaimsView | None) -> Suite:
    if seen is None:
        return Suite("claims", ())
    return Suite(f"claims of {seen.source}", [_claim(each) for each in seen.claims], file=seen.file)


def _claim(claim: ClaimView) -> Case:
    """What takes a signature, or cannot be tested, says why."""
    outcome = _CLAIMED.get(claim.verdict, Outcome.SKIPPED)
    measured = f"measured: {claim.measured}" if claim.measured else ""
    following = f"next: {claim.next}" if claim.next else ""
    text = [claim.text, claim.where, measured, following]
    return Case("claims", claim.id, outcome, claim.verdict, claim.reason, text, claim.evidence)
