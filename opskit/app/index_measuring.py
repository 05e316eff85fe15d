"""What is advised, built on a full copy and timed there, before and after. The target is only read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.app.context import Context
from opskit.app.index_advice import Advice
from opskit.app.rehearsal_copy import FULL, copied, target_of
from opskit.catalog.workload import WorkloadQuery, chosen, home, load
from opskit.core.environment import Environment
from opskit.core.verdict import Verdict
from opskit.errors import Interrupted, OpskitError, UsageFault
from opskit.gate.measuring import Measured, measure
from opskit.gate.ratio import sequential
from opskit.gate.sampling import Rules
from opskit.pg.copy_building import built, settled
from opskit.pg.reading import reading
from opskit.pg.scratch_database import APPLICATION
from opskit.value import replace

_OF_WORD = {"faster": Verdict.PASS, "slower": Verdict.FAIL}
# Half the time that `opskit bench` gives a query: factors, not percentiles, are wanted.
RULES = Rules(seconds=1.0)


def measured(context: Context, found: Sequence[Advice], on: str) -> list[Advice]:
    """All of them are built together, as they would be. `on` names the server of the copy as for `opskit rehearse`."""
    if not found:
        return []
    try:
        return _on_copy(context, found, on)
    except (Interrupted, UsageFault):
        raise
    except OpskitError as error:
        return [replace(each, proof=f"unproven: {error.what}: {error.why}") for each in found]


def _on_copy(context: Context, found: Sequence[Advice], on: str) -> list[Advice]:
    names = list(dict.fromkeys(name for each in found for name in each.queries))
    queries = chosen(load(home(context.settings)), names)
    with copied(context, target_of(context), FULL, on) as (copy, made):
        settled(copy)
        before = _timed(context, copy, queries)
        seconds = built(copy, [each.sql for each in found])
        settled(copy)
        after = _timed(context, copy, queries)
    return [
        _proven(each, before, after, f"on a full copy on {made.where}; it was built there in {took:.1f} s")
        for each, took in zip(found, seconds, strict=True)
    ]


def _timed(context: Context, copy: Environment, queries: Sequence[WorkloadQuery]) -> Mapping[str, Measured]:
    with reading(copy, APPLICATION) as db:
        return {each.query.name: each for each in measure(queries, [db], RULES, context.tell)}


def _proven(one: Advice, before: Mapping[str, Measured], after: Mapping[str, Measured], where: str) -> Advice:
    told, verdicts = [], []
    for name in one.queries:
        old, new = before[name].samples[0], after[name].samples[0]
        if min(len(old.ms), len(new.ms)) < RULES.least:
            told.append(f"{name} too few samples ({len(old.ms)} and {len(new.ms)})")
            verdicts.append(Verdict.INCONCLUSIVE)
            continue
        ratio = sequential(old.ms, new.ms)
        middle = [sorted(each.ms)[len(each.ms) // 2] for each in (old, new)]
        told.append(
            f"{name} {middle[0]:.2f} ms -> {middle[1]:.2f} ms, {ratio.value:.1f}x"
            f" (95 % interval {ratio.low:.1f}x to {ratio.high:.1f}x), {ratio.word}"
        )
        verdicts.append(_OF_WORD.get(ratio.word, Verdict.INCONCLUSIVE))
    best = Verdict.PASS if Verdict.PASS in verdicts else max(verdicts, key=list(Verdict).index)
    return replace(one, verdict=best, proof=f"measured {where}: {'; '.join(told)}")
