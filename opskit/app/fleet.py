"""`opskit fleet list|check|plan|report`: the same look at many databases, one line for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from opskit.app.context import Context, new_run
from opskit.app.fleet_hands import hands
from opskit.app.fleet_running import Fleet, FleetDone, Terms, carry_out, exit_code
from opskit.catalog import targets as files
from opskit.core.answer import Answer
from opskit.core.order import Order
from opskit.core.target import Target, chosen, parse
from opskit.errors import UsageFault
from opskit.value import Value, replace

# What a look at one database may answer without anything being wrong with the look.
ANSWERS = (0, 1, 3, 10)


class Pick(Value):
    """`file` is where the fleet is written down, else that of opskit.toml, else its environments; `selector` as of
    core.target, `wave` 0 for all, `limit` the first so many, 0 for all."""

    file: Path | None = None
    selector: str = ""
    wave: int = 0
    limit: int = 0


class TargetLine(Value):
    target: str
    wave: int
    host: str
    protected: bool
    labels: Mapping[str, str]


class TargetList(Value):
    source: str
    targets: Sequence[TargetLine]


def picked(context: Context, pick: Pick) -> list[Target]:
    """UsageFault when none is left, or the selector cannot be read."""
    found = _all(context, pick.file)
    try:
        found = chosen(found, parse(pick.selector))
    except ValueError as error:
        raise UsageFault(
            f"--target {pick.selector}: {error}", "", "--target 'env=production,tier!=gold,shop-*'"
        ) from error
    found = [each for each in found if pick.wave in (0, each.wave)][: pick.limit or None]
    if not found:
        raise UsageFault(
            "no target is left (nothing was changed)", f"in {_source(context, pick.file)}", "opskit fleet list"
        )
    return found


def _all(context: Context, file: Path | None) -> list[Target]:
    path = file or context.settings.targets
    if path:
        return [replace(each, environment=context.laid(each.environment)) for each in files.load(path)]
    return [Target(each, host=files.host_of(each)) for each in context.settings.environments.values()]


def _source(context: Context, file: Path | None) -> str:
    return str(file or context.settings.targets or "the environments of opskit.toml")


def fleet_list(context: Context, pick: Pick) -> Answer[TargetList]:
    lines = [
        TargetLine(each.name, each.wave, each.host, each.environment.protected, each.labels)
        for each in picked(context, pick)
    ]
    return Answer("fleet-list", TargetList(_source(context, pick.file), lines))


def fleet_check(context: Context, pick: Pick, terms: Terms, slugs: Sequence[str]) -> Answer[FleetDone]:
    """Exit code as of `check`, of the worst target; one that cannot be reached is exit 6."""
    return looked(context, pick, terms, "check", {"slugs": list(slugs)})


def fleet_plan(context: Context, pick: Pick, terms: Terms, to: str) -> Answer[FleetDone]:
    return looked(context, pick, terms, "plan", {"to": to})


def fleet_report(context: Context, pick: Pick, terms: Terms, runbook: str) -> Answer[FleetDone]:
    return looked(context, pick, terms, "report", {"runbook": runbook})


def looked(context: Context, pick: Pick, terms: Terms, word: str, given: Mapping[str, Any]) -> Answer[FleetDone]:
    """A look at one database that finds something keeps nobody from looking at the next."""
    targets = picked(context, pick)
    terms = replace(terms, keep_going=True, fails=lambda code: code not in ANSWERS)
    with hands(context, terms.by) as hand:
        fleet = Fleet(context, lambda target: hand(Order(word, new_run(), given), target), terms)
        return answered(carry_out(word, fleet, targets))


def answered(done: FleetDone) -> Answer[FleetDone]:
    changed = any(each.changed for each in done.targets)
    return Answer(f"fleet-{done.command}", done, exit_code(done), changed)
