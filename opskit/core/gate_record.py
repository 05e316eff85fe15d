"""The names that what becomes of a gate has in the ledger."""

from __future__ import annotations

# SAMPLED: one look at all metrics, with what they came to then; DECIDED: go or no-go, by the rule or by persons;
# AGREED: one person's yes where it takes two; SIGNED: a metric that only a person can answer.
SAMPLED, DECIDED, AGREED, SIGNED = "gate.sampled", "gate.decided", "gate.agreed", "gate.signed"


def subject(runbook: str, gate: str, metric: str = "") -> str:
    return "/".join(filter(None, [runbook, gate, metric]))
