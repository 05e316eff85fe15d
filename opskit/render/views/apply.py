"""The end of `opskit apply`; before the question, the page of `opskit plan`."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.apply import Applied
from opskit.app.carrying_out import StepDone, elapsed_s
from opskit.app.planning import PlanView
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Heading, Line, Table
from opskit.render.views import plan
from opskit.render.words import duration, plural


def blocks(answer: Answer[Applied | PlanView]) -> list[Block]:
    data = answer.data
    if isinstance(data, PlanView):
        return plan.blocks(Answer("apply", data, answer.exit_code, environment=answer.environment))
    seconds = elapsed_s(data.steps)
    verdict = (
        "applied and verified: planning again finds nothing to do" if data.verified else "applied, but not settled"
    )
    return [
        Heading(f"Applied to {answer.environment}"),
        steps_table(data.steps),
        Line(""),
        Line(
            f"{verdict}; {plural(len(steps_shown(data.steps)), 'statement')} in {duration(seconds)}; run {data.run}.",
            "done",
        ),
        Line(f"next: opskit verify indexes -e {answer.environment}"),
    ]


def steps_shown(steps: Sequence[StepDone]) -> list[StepDone]:
    return [step for step in steps if step.revision]


def steps_table(steps: Sequence[StepDone]) -> Table:
    rows = [
        [
            step.revision,
            str(abs(step.ordinal)),
            step.summary,
            step.outcome.upper(),
            duration(step.seconds),
            str(step.attempts),
        ]
        for step in steps_shown(steps)
    ]
    return Table(["revision", "#", "change", "outcome", "took", "tries"], rows, numeric=["#", "took", "tries"])
