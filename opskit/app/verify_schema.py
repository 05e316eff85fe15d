"""`opskit verify schema`: whether the schema is still as the last run left it, by the ledger, or by the database's own
record where another ledger has that run."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.context import Context
from opskit.app.recorded_schema import RecordedSchema, recorded_schema
from opskit.core.answer import Answer
from opskit.core.fingerprint import Difference, SchemaFingerprint, differences
from opskit.core.ledger import Entry
from opskit.core.verdict import Verdict
from opskit.steps.observing import schema
from opskit.value import Value

EVENT = "verify.schema"
_EXIT = {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.INCONCLUSIVE: 3}


class SchemaVerified(Value):
    """`recorded` is the fingerprint that run `recorded_run` left at `recorded_at`; empty when the ledger has none.
    `differences` are those since `against`, by the database's own record, which keeps a hash of each object: `missing`
    is not there any more, `added` was not there; none where it keeps nothing to compare with."""

    verdict: Verdict
    reason: str
    fingerprint: str
    objects: int
    recorded: str
    recorded_run: str
    recorded_at: str
    against: str = ""
    differences: Sequence[Difference] = ()


def verify_schema(context: Context) -> Answer[SchemaVerified]:
    """Exit 1 when something else changed the schema since, 3 when neither the ledger nor the database can tell."""
    last = _last_run(context)
    with context.reading("schema") as db:
        seen = schema(db)
        kept = recorded_schema(db)
    recorded = str(last.body.get("fingerprint", "")) if last else ""
    verdict, reason = _judged(last, recorded, seen, kept)
    apart = differences(kept.objects, seen.objects) if kept and verdict is not Verdict.PASS else []
    data = SchemaVerified(
        verdict, reason, seen.digest, len(seen.objects), recorded, last.run if last else "", last.at if last else "",
        kept.words if kept else "", apart,
    )  # fmt: skip
    context.record(
        EVENT, subject="schema", verdict=verdict.value, reason=reason, fingerprint=seen.digest, differences=len(apart)
    )
    return Answer("verify schema", data, _EXIT[verdict], environment=context.environment.name, run=context.run)


def _last_run(context: Context) -> Entry | None:
    """The newest end of a run that writes, as this ledger knows them."""
    ends = [event.entry for event in context.ledger.events() if event.entry.kind == "run.finished"]
    return next((entry for entry in reversed(ends) if entry.environment == context.environment.name), None)


def _judged(
    last: Entry | None, recorded: str, seen: SchemaFingerprint, kept: RecordedSchema | None
) -> tuple[Verdict, str]:
    if recorded and recorded == seen.digest:
        return Verdict.PASS, "no object was changed since the last run"
    if kept and kept.whole and kept.digest == seen.digest:
        return Verdict.PASS, f"no object was changed since {kept.words}"
    if last and not recorded:
        return Verdict.INCONCLUSIVE, f"the last run ended {last.body.get('outcome', 'unknown')}, without a fingerprint"
    if last:
        return Verdict.FAIL, "it was changed since the last run, and not by a run this ledger knows"
    if kept and kept.whole:
        return Verdict.FAIL, f"it was changed since {kept.words}"
    return Verdict.INCONCLUSIVE, "this ledger knows no run that changed it"
