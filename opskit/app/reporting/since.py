"""What is otherwise than in an earlier report: newly failing, newly passing, no longer known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opskit.app.reporting.data import ReadinessReport
from opskit.app.reporting.proof import Since
from opskit.core.item_state import DONE, UNTOLD, Status
from opskit.core.readiness import Point
from opskit.core.verdict import Verdict
from opskit.value import replace

_ITEM = {**dict.fromkeys(DONE, Verdict.PASS), **dict.fromkeys(UNTOLD, Verdict.INCONCLUSIVE)}


def since(run: str, before: ReadinessReport, now: ReadinessReport) -> Since:
    """`run` is the one that made the report before."""
    old, new = dict(_verdicts(before)), dict(_verdicts(now))
    return Since(
        run, before.generated_at.isoformat().replace("+00:00", "Z"), before.verdict, before.score,
        _turned(old, new, Verdict.FAIL), _turned(old, new, Verdict.PASS), _turned(old, new, Verdict.INCONCLUSIVE),
    )  # fmt: skip


def _turned(old: Mapping[str, Verdict], new: Mapping[str, Verdict], into: Verdict) -> list[str]:
    """What is so now and was not before; what was not there before counts once it is not well. Of what is not there
    any more nothing is said: a migration that was taken out of its folder has not begun to pass."""
    missed = Verdict.PASS if into is not Verdict.PASS else None
    return [name for name, verdict in new.items() if verdict is into and old.get(name, missed) not in (into, None)]


def _verdicts(report: ReadinessReport) -> Iterator[tuple[str, Verdict]]:
    """Everything that has a verdict, by a name that is the same in the next report."""
    for check in report.checks:
        yield f"check {check.slug}", check.verdict
    for migration in report.migrations:
        yield f"migration {migration.revision}", _of(migration.state == "applied")
    for index in report.indexes:
        # One that is not there yet has no schema.
        yield f"index {index.name.rpartition('.')[2]}", _INDEX.get(index.state, Verdict.FAIL)
    for item in report.checklist.items if report.checklist else ():
        yield f"item {item.id}", _ITEM.get(Status(item.status), Verdict.FAIL)
    for metric in report.checklist.metrics if report.checklist else ():
        yield f"criterion {metric.id}", _CAME.get(metric.verdict, Verdict.INCONCLUSIVE)
    for gate in report.gates:
        yield f"gate {gate.gate}", _CAME.get(gate.verdict, Verdict.INCONCLUSIVE)
    for claim in report.claims.claims if report.claims else ():
        yield f"claim {claim.id}", _CLAIM.get(claim.verdict, Verdict.INCONCLUSIVE)


def _of(holds: bool) -> Verdict:
    return Verdict.PASS if holds else Verdict.FAIL


_CAME = {"pass": Verdict.PASS, "fail": Verdict.FAIL}
_INDEX = {"present": Verdict.PASS, "building": Verdict.INCONCLUSIVE}
_CLAIM = {"verified": Verdict.PASS, "refuted": Verdict.FAIL}


def with_age(point: Point, before: ReadinessReport | None, now: str) -> Point:
    """Since when it stands in the way: since the first of the reports in a row that told so."""
    told = [each for each in before.blockers if (each.area, each.what) == (point.area, point.what)] if before else []
    return replace(point, since=told[0].since or now if told else now)
