"""A check: one question with a threshold, and its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from opskit.core.finding import Finding
from opskit.core.verdict import Severity, Verdict

DIMENSIONS = ("schema", "indexes", "queries", "configuration", "integrity", "scalability", "monitoring")


@dataclass(frozen=True)
class Check:
    """`needs` are the extensions and roles without which it cannot tell; `params` are its thresholds."""

    slug: str
    title: str
    dimension: str
    severity: Severity
    since: int
    remedy: str
    why: str
    query: str
    params: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class CheckResult:
    slug: str
    title: str
    dimension: str
    verdict: Verdict
    severity: Severity
    reason: str
    findings: tuple[Finding, ...] = ()
