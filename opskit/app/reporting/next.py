"""What to do next: the commands that would change the verdict, then the rest of the checklist."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.checklist import Checklist
from opskit.app.reporting.proof import NextStep
from opskit.core.readiness import Point

# More than this is no next step but a plan.
SHOWN = 6


def next_steps(blocking: Sequence[Point], seen: Checklist | None) -> list[NextStep]:
    """Each command once, with the first thing it is for."""
    steps = {point.next: NextStep(point.what, point.next) for point in reversed(blocking) if point.next}
    ordered = list({point.next: steps[point.next] for point in blocking if point.next}.values())
    if seen and seen.next and seen.next not in steps:
        ordered.append(NextStep(f"go on with the checklist: {seen.go_on}", seen.next))
    return ordered[:SHOWN]
