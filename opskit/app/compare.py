"""`opskit compare A B`: two environments, object by object of their schemas, with what was applied to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from opskit.app.allowing import allowing, refuse_unknown
from opskit.app.compared_metrics import Counts, Metric, counted, metrics
from opskit.app.compared_scope import WHOLE, Scope
from opskit.app.compared_side import Side, look
from opskit.app.context import Context, open_context
from opskit.app.settings_parity import SettingDifference, parity
from opskit.app.voice import Voice
from opskit.catalog.configuration import Settings, choose
from opskit.core.answer import Answer
from opskit.core.schema_difference import ObjectDifference, exactly, schema_differences
from opskit.core.verdict import Verdict, worst
from opskit.errors import UsageFault
from opskit.migrate.printed_alike import printed_alike
from opskit.value import Value, field

EVENT = "compare"
EXIT_CODES = {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.INCONCLUSIVE: 3}


class Compared(Value):
    """`settings` differ without a verdict: memory follows the machine, and a person judges the rest. `scope` says what
    alone was compared, empty when it was everything; `notes` tell of allows that cover nothing, or no longer."""

    verdict: Verdict
    kind: str
    environments: Mapping[str, str]
    fingerprints: Mapping[str, str]
    revisions: Mapping[str, Sequence[str] | None]
    metrics: Sequence[Metric]
    differences: Sequence[ObjectDifference]
    settings: Sequence[SettingDifference]
    counts: Counts = field(default_factory=Counts)
    scope: str = ""
    notes: Sequence[str] = ()


def compare(settings: Settings, a: str, b: str, voice: Voice, scope: Scope = WHOLE) -> Answer[Compared]:
    """Exit 0 when they are equal, 1 when they differ, 3 when they may only be printed differently or it is not known
    what was applied to one of them."""
    if a == b:
        raise UsageFault(f"{a} is compared with itself", "", "opskit compare staging production")
    context = open_context(settings, choose(settings, a, ""), voice)
    refuse_unknown(settings)
    one, other = look(context, scope.privileges), look(context.on(b), scope.privileges)
    if one.is_same_database(other):
        raise UsageFault(f"{a} and {b} are the same database", f"both are {one.server.identity}", "opskit config show")
    data = compared(one, other, settings, context.now().date(), scope)
    for place, name in ((context, b), (context.on(b), a)):
        _record(place, name, data)
    context.announcer.close()
    return Answer("compare", data, EXIT_CODES[data.verdict], environment=a, run=context.run)


def compared(one: Side, other: Side, settings: Settings, today: date, scope: Scope = WHOLE) -> Compared:
    allows = allowing(settings.allows, one.name, other.name, today)
    alike = exactly if one.server.major == other.server.major else printed_alike
    sides = scope.of(one.objects), scope.of(other.objects)
    found = allows.judged(schema_differences(*sides, alike))
    counts = counted(found, sides)
    apart = parity(one.settings, other.settings, allows.valid)
    judged = metrics(one, other, counts, scope.words)
    return Compared(
        worst(metric.verdict for metric in judged), "schema", {"a": one.name, "b": other.name},
        {"a": one.fingerprint.digest, "b": other.fingerprint.digest}, {"a": one.revisions, "b": other.revisions},
        judged, found, sorted([*apart.apart, *apart.unknown, *apart.allowed], key=lambda each: each.name),
        counts, scope.words, allows.notes(found, apart.used, scope.sees),
    )  # fmt: skip


def _record(context: Context, other: str, data: Compared) -> None:
    context.record(
        EVENT,
        subject=other,
        verdict=data.verdict.value,
        fingerprints=dict(data.fingerprints),
        environments=dict(data.environments),
        differences=len(data.differences),
        allowed=data.counts.allowed,
        scope=data.scope,
        reason="; ".join(metric.reason for metric in data.metrics),
    )
