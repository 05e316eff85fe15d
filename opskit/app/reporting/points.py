"""The points that must hold, from the parts of a report. A part that cannot be had is a point that cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opskit.app.check import CheckReport
from opskit.app.checklist import ItemView
from opskit.app.index_verdict import IndexVerdict
from opskit.app.reporting.evidence import of_check, of_event, of_part
from opskit.app.reporting.gates import gate_points
from opskit.app.reporting.parts import Part, Parts
from opskit.core.check import CheckResult
from opskit.core.finding import Finding
from opskit.core.item_state import DONE, UNTOLD, Status
from opskit.core.readiness import Point
from opskit.core.runbook import Priority
from opskit.core.score import scores
from opskit.core.verdict import Severity, Verdict
from opskit.migrate.migration import Migration
from opskit.value import replace

_SHOWN = 3
# A share of the checks' weight. Scorecards that pass on less are green for what nobody looked at.
_COVERAGE = 0.9
_STATES = {
    "": ("is pending", "opskit plan"),
    "undone": ("is pending: it was rolled back", "opskit plan"),
    "applying": ("is half applied", "opskit apply"),
    "undoing": ("is on its way back", "opskit rollback"),
}


def points(parts: Parts, ledger_faults: Sequence[str]) -> list[Point]:
    """In the order a person would take them up; those who own the runbook own them."""
    owner = ", ".join(parts.runbook.value.owners) if parts.runbook.value else ""
    return [replace(point, owner=owner) for point in _points(parts, ledger_faults)]


def _points(parts: Parts, ledger_faults: Sequence[str]) -> list[Point]:
    return [
        _ledger(ledger_faults),
        *_checks(parts),
        *_obstacles(parts),
        *_migrations(parts),
        *_indexes(parts),
        *_checklist(parts),
        *_gates(parts),
    ]


def _ledger(faults: Sequence[str]) -> Point:
    return Point(
        "ledger", "the chain of the ledger", Verdict.FAIL if faults else Verdict.PASS, _few(faults),
        "opskit ledger verify",
    )  # fmt: skip


def _checks(parts: Parts) -> list[Point]:
    """Those that are critical, others with a critical finding, and whether enough was seen at all. Of a check whose
    extension is not there the report says that it was not asked."""
    if parts.checks.value is None:
        return [_gap("checks", "the checks", parts.checks)]
    found = parts.checks.value
    must = [each for each in found.checks if (each.severity is Severity.CRITICAL and not each.absent) or _grave(each)]
    return [*(_check(each, parts.address) for each in must), _seen(found, parts.address)]


def _grave(result: CheckResult) -> bool:
    return any(finding.severity is Severity.CRITICAL for finding in result.findings)


def _seen(report: CheckReport, address: str) -> Point:
    """Whether the checks together saw enough to be believed, but for those whose extension nobody installed."""
    asked = [each for each in report.checks if not each.absent]
    coverage = scores(asked).coverage
    enough = coverage >= _COVERAGE
    blind = [each.slug for each in asked if each.reason]
    why = (
        "" if enough else f"{coverage:.0%} of what the checks weigh was seen, {_COVERAGE:.0%} are wanted: {_few(blind)}"
    )
    verdict = Verdict.PASS if enough else Verdict.INCONCLUSIVE
    command = f"opskit check {address} --explain-score"
    return Point("checks", "enough was seen", verdict, why, command, evidence=(of_part("checks"),))


def _check(result: CheckResult, address: str) -> Point:
    found = [finding for finding in result.findings if finding.severity is Severity.CRITICAL]
    verdict = Verdict.FAIL if found else Verdict.INCONCLUSIVE if result.reason else Verdict.PASS
    why = _few([f"{finding.object}: {finding.message}" for finding in found]) or result.reason
    remedies = tuple(dict.fromkeys(finding.remedy for finding in found if finding.remedy))
    command = f"opskit check {result.slug} {address}"
    asked = (of_check(result.slug),)
    return Point("checks", f"{result.slug}: {result.title}", verdict, why, command, remedies, asked)


def _obstacles(parts: Parts) -> list[Point]:
    if parts.planned.value is None:
        return [_gap("data", "what stands in the way of the pending migrations", parts.planned)]
    about: dict[str, list[Finding]] = {}
    for finding in parts.plan.view.obstacles if parts.plan else ():
        about.setdefault(finding.object, []).append(finding)
    return [_obstacle(name, findings, parts.address) for name, findings in about.items()]


def _obstacle(name: str, findings: Sequence[Finding], address: str) -> Point:
    remedies = tuple(dict.fromkeys(each.remedy for each in findings if each.remedy))
    why = _few([each.message for each in findings])
    what, command = f"the data of {name} stands in the way", f"opskit plan {address}"
    return Point("data", what, Verdict.FAIL, why, command, remedies, (of_part("plan"),))


def _migrations(parts: Parts) -> list[Point]:
    state = parts.migrations.value
    if state is None:
        return [_gap("migrations", "the migrations", parts.migrations)]
    if not state.migrations:
        return [Point("migrations", "the migrations", Verdict.INCONCLUSIVE, "there are none", "opskit init")]
    pending = {each.revision for each in state.pending}
    return [
        _pending(each, state.state_of(each.revision), parts)
        if each.revision in pending
        else Point("migrations", each.revision, Verdict.PASS, evidence=(of_part("migrations"),))
        for each in state.migrations
    ]


def _pending(migration: Migration, recorded: str, parts: Parts) -> Point:
    word, command = _STATES.get(recorded, _STATES[""])
    made = parts.indexes.value.indexes if parts.indexes.value else ()
    absent = sum(each.state == "missing" and each.revision == migration.revision for each in made)
    why = f"{absent} {'index it makes is' if absent == 1 else 'indexes it makes are'} not there" if absent else ""
    name = f"{migration.revision} {migration.slug.replace('_', ' ')}"
    address = f"{command} {parts.address}"
    return Point("migrations", f"{name} {word}", Verdict.FAIL, why, address, evidence=(of_part("migrations"),))


def _indexes(parts: Parts) -> list[Point]:
    """What a pending migration has still to make is that migration's point."""
    if parts.indexes.value is None:
        return [_gap("indexes", "the indexes", parts.indexes)]
    state = parts.migrations.value
    pending = {each.revision for each in state.pending} if state else set()
    return [
        _index(each, parts.address)
        for each in parts.indexes.value.indexes
        if each.state != "missing" or each.revision not in pending
    ]


def _index(index: IndexVerdict, address: str) -> Point:
    verdicts = {"present": Verdict.PASS, "building": Verdict.INCONCLUSIVE}
    verdict = verdicts.get(index.state, Verdict.FAIL)
    command = f"opskit verify indexes {address}"
    what, remedy = f"{index.name} is {index.state}", tuple(index.remedy)
    return Point("indexes", what, verdict, index.evidence, command, remedy, (of_part("indexes"),))


def _checklist(parts: Parts) -> list[Point]:
    """The critical items but those that are waived; what waits for another comes after what can be done now."""
    if parts.checklist.value is None:
        return [_gap("checklist", "the checklist", parts.checklist)]
    critical = [each for each in parts.checklist.value.items if each.priority == Priority.CRITICAL]
    critical = [each for each in critical if each.status != Status.WAIVED]
    return [_item(each) for each in sorted(critical, key=lambda each: each.status == Status.BLOCKED)]


def _item(item: ItemView) -> Point:
    verdict = Verdict.PASS if item.status in DONE else Verdict.FAIL
    if item.status in UNTOLD:
        verdict = Verdict.INCONCLUSIVE
    seen = dict.fromkeys([*(each.event for each in item.evidence), *(each.event for each in item.signed)])
    return Point(
        "checklist", f"{item.id}: {item.title}", verdict, f"{item.status}: {item.text}", item.next,
        evidence=[name for event in seen for name in of_event(event)],
    )  # fmt: skip


def _gates(parts: Parts) -> list[Point]:
    if parts.gates.value is None:
        return [_gap("gates", "the gates", parts.gates)]
    return gate_points(parts.gates.value, parts.address)


def _gap(area: str, what: str, part: Part[Any]) -> Point:
    return Point(area, f"{what} cannot be told", Verdict.INCONCLUSIVE, part.why, part.next)


def _few(texts: Sequence[str]) -> str:
    rest = f"; and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return "; ".join(texts[:_SHOWN]) + rest
