"""What `opskit gate` answers, and what the ledger keeps of it: JSON values all through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opskit.value import Value


class MetricView(Value):
    """`value`, `limit`, `interval` and `control` are those of the condition `name`, which decides; `value` is null
    where only bounds are known, a bound where there is none. `samples` are what was judged, `min_samples` what it
    takes; `observed_s` from the first look that counts to the last. `conditions` and `compared` are all that was
    judged."""

    id: str
    title: str
    source: str
    critical: bool
    rule: str
    verdict: str
    reason: str
    name: str
    value: float | None
    limit: float | None
    interval: Sequence[float | None] | None
    control: float | None
    samples: int
    min_samples: int
    observed_s: int
    conditions: Sequence[Mapping[str, Any]]
    compared: Sequence[Mapping[str, Any]]
    notes: Sequence[str]


class Soak(Value):
    """`began` and `ends` are null before the first look; `anew` is why it began anew, empty for the first time; `over`
    as of the newest look."""

    length: str
    began: str | None
    ends: str | None
    over: bool
    anew: str


class Decision(Value):
    """`decision` is go or no-go; `by` are the logins of those who decided, empty when the rule did. `holds`: it is of
    what was judged last."""

    decision: str
    verdict: str
    by: Sequence[str]
    at: str
    reason: str
    event: int
    holds: bool


class GateView(Value):
    """`kind` is what the canary is, `canary` the same in words, `cannot` what its pass says nothing about. `looks` are
    those that count, `at` the newest. `agreed` are the logins that have said go, where it takes another one. `ground`
    and `binding` are what a decision is bound to; `event` is that of the newest look in the ledger, where this was read
    from it."""

    gate: str
    runbook: str
    verdict: str
    kind: str
    canary: str
    cannot: str
    control: str
    soak: Soak
    looks: int
    at: str | None
    metrics: Sequence[MetricView]
    migrations: Mapping[str, str]
    fingerprint: str
    ground: str
    binding: str
    decision: Decision | None = None
    agreed: Sequence[str] = ()
    next: str = ""
    event: int = 0
