"""Which evidence the sentences of a report name."""

from __future__ import annotations

from collections.abc import Iterator

from opskit.app.reporting.data import ReadinessReport
from opskit.app.reporting.evidence import of_event


def rests_on(made: ReadinessReport) -> Iterator[str]:
    """Every id that a sentence of the report names."""
    for each in (*made.blockers, *made.held):
        yield from each.evidence
    for item in made.checklist.items if made.checklist else ():
        for event in [*(each.event for each in item.evidence), *(each.event for each in item.signed)]:
            yield from of_event(event)
    for step in made.timeline:
        yield step.evidence
    for claim in made.claims.claims if made.claims else ():
        yield from claim.evidence
    for event in _events(made):
        yield from of_event(event)


def _events(made: ReadinessReport) -> Iterator[int]:
    yield from (each.event for each in made.signoffs)
    yield from (each.event for each in made.runs)
    yield from (each.event for each in made.gates)
    yield from (each.decision.event for each in made.gates if each.decision)
    yield from (each.event for each in (made.checklist.metrics if made.checklist else ()))
    yield made.benchmark_run.event if made.benchmark_run else 0
    yield made.load.event if made.load else 0
