"""A check: one question with a threshold, and its result."""

from __future__ import annotations

from collections.abc import Mapping

from opskit.core.finding import Finding, Ignored
from opskit.core.verdict import Severity, Verdict
from opskit.value import Value, field

DIMENSIONS = ("schema", "indexes", "queries", "configuration", "integrity", "scalability", "monitoring")


class Check(Value):
    """`needs` are the extensions, roles and rights without which it cannot tell; `params` are its thresholds; `given`
    names what is handed to its query beside them, as jsonb, because the database cannot know it. `fact` names the fact
    whose query it is; empty for a query of its own. `shared` are common table expressions that the query names, each
    `name as (…)`."""

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
    given: tuple[str, ...] = ()
    fact: str = ""
    shared: tuple[str, ...] = ()

    @property
    def capable(self) -> Severity:
        """The most severe finding it can report: its own severity, or one that its query names."""
        named = [each for each in Severity if f"'{each}'" in self.query]
        return max([self.severity, *named], key=lambda severity: severity.rank)


class CheckResult(Value):
    """`reason` is why it could not see everything, empty where it did. `ignored` are findings too; `findings` and the
    verdict are without them. `capable` is the most severe finding it could have reported; `absent` names the extensions
    it would have needed and that are not in the database: not to have them is a decision, not to see is none.
    `query_sha256` is of its query as it is sent."""

    slug: str
    title: str
    dimension: str
    verdict: Verdict
    severity: Severity
    reason: str
    findings: tuple[Finding, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    capable: Severity = Severity.CRITICAL
    absent: tuple[str, ...] = ()
    query_sha256: str = ""
