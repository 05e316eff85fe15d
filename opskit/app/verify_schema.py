"""`opskit verify schema`: whether the schema is still as opskit's last run on this environment left it."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.app.context import Context
from opskit.core.answer import Answer
from opskit.core.ledger import Entry
from opskit.core.verdict import Verdict
from opskit.steps.observing import schema

EVENT = "verify.schema"
_EXIT = {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.INCONCLUSIVE: 3}


@dataclass(frozen=True)
class SchemaVerified:
    """`recorded` is the fingerprint that run `recorded_run` left at `recorded_at`; empty when the ledger has none."""

    verdict: Verdict
    reason: str
    fingerprint: str
    objects: int
    recorded: str
    recorded_run: str
    recorded_at: str


def verify_schema(context: Context) -> Answer[SchemaVerified]:
    """Exit 1 when something else changed the schema since, 3 when the ledger cannot tell."""
    last = _last_run(context)
    with context.reading("schema") as db:
        seen = schema(db)
    recorded = str(last.body.get("fingerprint", "")) if last else ""
    verdict, reason = _judged(last, recorded, seen.digest)
    data = SchemaVerified(
        verdict, reason, seen.digest, len(seen.objects), recorded, last.run if last else "", last.at if last else ""
    )
    context.record(EVENT, subject="schema", verdict=verdict.value, reason=reason, fingerprint=seen.digest)
    return Answer("verify schema", data, _EXIT[verdict], environment=context.environment.name, run=context.run)


def _last_run(context: Context) -> Entry | None:
    """The newest end of a run that writes, as this ledger knows them."""
    ends = [event.entry for event in context.ledger.events() if event.entry.kind == "run.finished"]
    return next((entry for entry in reversed(ends) if entry.environment == context.environment.name), None)


def _judged(last: Entry | None, recorded: str, digest: str) -> tuple[Verdict, str]:
    if last is None:
        return Verdict.INCONCLUSIVE, "this ledger knows no run that changed it"
    if not recorded:
        return Verdict.INCONCLUSIVE, f"the last run ended {last.body.get('outcome', 'unknown')}, without a fingerprint"
    if recorded == digest:
        return Verdict.PASS, "no object was changed since the last run"
    return Verdict.FAIL, "it was changed since the last run, and not by a run this ledger knows"
