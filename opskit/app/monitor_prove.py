"""`opskit monitor prove`: every alert fired once by what it is there for, and the evidence in the ledger. Nothing of
the environment is touched: it is where the evidence counts."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from opskit.app.alert_breaking import ENDED, SETTINGS, Broken, Scene
from opskit.app.alert_evidence import KIND, SUBJECT
from opskit.app.context import Context
from opskit.app.monitor_alerts import alerts, digest_of
from opskit.app.monitor_export import load_runbook
from opskit.app.monitor_rules import RuleWish, rules, tests
from opskit.core.alert import Alert, Series
from opskit.core.answer import Answer
from opskit.core.verdict import Verdict, worst
from opskit.render.yaml import dump
from opskit.scratch.promtool import RULES, promtool, tested
from opskit.scratch.throwaway import throwaway
from opskit.value import Value, replace

_EXIT = {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.INCONCLUSIVE: 3}
# The page of the rules has no part in the trial.
_WISH = RuleWish("https://opskit.invalid/alerts")


class Proof(Value):
    """`how` is broken, value put in or looks end; `sound` and `broken` are the samples it was tried with, null where
    there is none. Fail: it does not fire, or fires while all is sound. Inconclusive: it could not be tried."""

    alert: str
    watches: str
    how: str
    sound: float | None
    broken: float | None
    verdict: str
    reason: str


class Proven(Value):
    """`digest` is of the rules that were tried."""

    verdict: str
    digest: str
    proofs: Sequence[Proof]


def monitor_prove(context: Context, runbook: str, program: Path | None) -> Answer[Proven]:
    """Exit 1 when an alert did not fire, 3 when one could not be tried. Inconclusive without promtool; MissingExtra
    without a server to throw away."""
    judge, known = promtool(program), alerts(context.settings, runbook)
    context.tell(f"{len(known)} alerts; what they watch is broken on a throwaway server, one after the other")
    with throwaway("prove", SETTINGS) as cluster, tempfile.TemporaryDirectory(prefix="opskit-prove-") as place:
        scene = Scene(context, cluster, Path(place), load_runbook(context, runbook))
        found = sorted(scene.all_broken(known), key=lambda each: known.index(each.alert))
    context.tell("promtool evaluates the rules")
    proofs = judged(judge, found)
    verdict = worst(Verdict(each.verdict) for each in proofs)
    proven = Proven(verdict.value, digest_of(known), proofs)
    context.record(
        KIND, subject=SUBJECT, verdict=proven.verdict, digest=proven.digest,
        alerts=[{"name": each.alert, "how": each.how, "verdict": each.verdict, "reason": each.reason}
                for each in proofs],
    )  # fmt: skip
    return Answer(
        "monitor-prove", proven, _EXIT[verdict], environment=context.environment.name, run=context.run
    )  # fmt: skip


def judged(judge: Path, found: Sequence[Broken]) -> list[Proof]:
    """All at once; one by one only where that fails."""
    tried = {each.alert.name: _trial(each) for each in found if _could_be_tried(each)}
    whole = list(tried.values())
    against = {} if not _against(judge, whole) else {name: _against(judge, [each]) for name, each in tried.items()}
    return [_proof(each, each.alert.name in tried, against.get(each.alert.name, "")) for each in found]


def _could_be_tried(broken: Broken) -> bool:
    return broken.how == ENDED or (broken.sound is not None and broken.broken is not None)


def _trial(broken: Broken) -> Alert:
    """The alert, tried with what was measured. That looks end is told by the trial it has already: the server's clock
    begins at 0 there."""
    if broken.how == ENDED or broken.sound is None or broken.broken is None:
        return broken.alert
    measured = Series(
        broken.alert.trial.name, broken.broken.labels, f"{broken.sound.value:g}x{{n}}", f"{broken.broken.value:g}x{{n}}"
    )
    return replace(broken.alert, trial=measured)


def _against(judge: Path, of: Sequence[Alert]) -> str:
    return tested(judge, dump(rules(of, _WISH)), dump(tests(of, _WISH, RULES)))


def _proof(broken: Broken, tried: bool, against: str) -> Proof:
    alert = broken.alert
    sound, after = (each.value if each else None for each in (broken.sound, broken.broken))
    if not tried:
        verdict, reason = Verdict.INCONCLUSIVE, broken.why or "opskit shows nothing of what it watches"
    elif against:
        verdict, reason = Verdict.FAIL, _first_words(against)
    else:
        verdict, reason = Verdict.PASS, broken.why
    return Proof(alert.name, alert.watches, broken.how, sound, after, verdict.value, reason)


def _first_words(text: str) -> str:
    return " ".join(text.split())[:300]
