"""One thing done to many databases: some of them at a time, wave after wave, and no further one once something went
wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from opskit.app.context import Context
from opskit.app.stopping import stoppable
from opskit.core.stop import Stop
from opskit.core.target import Target, waves
from opskit.value import Value, field

# What is asked of a wave before the next one begins; an empty answer lets it.
Between = Callable[[Sequence["TargetDone"]], str]
NOT_BEGUN = "not begun"


class Terms(Value):
    """`parallel` targets at a time, of one host no more than `per_host`. With `keep_going` the others go on when one
    fails; `fails` are the exit codes that stop the fleet. `by` names who does it: app/fleet_hands."""

    parallel: int = 16
    per_host: int = 4
    keep_going: bool = False
    fails: Callable[[int], bool] = lambda code: code != 0
    by: str = ""


class TargetDone(Value):
    """`data` is that of the command for one environment, null where it ended in an error or was never begun; `text`
    says it in a few words, or why. `worker` is the one that did it, empty where it was done here; `next` is the command
    to type where it ended in an error."""

    target: str
    wave: int
    host: str
    run: str
    exit_code: int | None
    changed: bool
    seconds: float
    text: str
    data: Any = None
    worker: str = ""
    next: str = ""


class FleetDone(Value):
    """`stopped` is why not all of them were begun, empty when they were. `counts` by outcome."""

    command: str
    targets: Sequence[TargetDone]
    counts: dict[str, int] = field(default_factory=dict)
    stopped: str = ""


class Fleet(Value):
    """What is done to each, which never raises but for a bug, and under which terms."""

    context: Context
    one: Callable[[Target], TargetDone]
    terms: Terms


def carry_out(command: str, fleet: Fleet, targets: Sequence[Target], between: Between = lambda done: "") -> FleetDone:
    """In the order given, whatever ended first."""
    done: list[TargetDone] = []
    stopped, ordered = "", waves(targets)
    with stoppable(fleet.context.tell) as stop:
        for number, wave in enumerate(ordered, 1):
            ended = list(_wave(fleet, wave, stop))
            done += ended
            stopped = _stopped(fleet.terms, ended, stop)
            if not stopped and number < len(ordered):
                stopped = between(ended)
            if stopped:
                break
    begun = {each.target: each for each in done}
    lines = [begun.get(each.name) or _not_begun(each) for each in targets]
    counts = Counter(_word(each) for each in lines)
    return FleetDone(command, lines, dict(counts), stopped)


def _stopped(terms: Terms, ended: Sequence[TargetDone], stop: Stop) -> str:
    failed = [each.target for each in ended if each.exit_code is not None and terms.fails(each.exit_code)]
    if stop.asked:
        return "it was interrupted"
    if failed and not terms.keep_going:
        return f"{failed[0]} did not succeed" + (f", and {len(failed) - 1} more" if failed[1:] else "")
    return ""


def _wave(fleet: Fleet, targets: Sequence[Target], stop: Stop) -> Iterator[TargetDone]:
    """As each of them ends. No further one is begun once one has failed."""
    terms, waiting, running = fleet.terms, list(targets), dict[Future[TargetDone], Target]()
    with ThreadPoolExecutor(terms.parallel) as threads:
        while waiting or running:
            while len(running) < terms.parallel and (target := _next(waiting, running, terms.per_host)):
                waiting.remove(target)
                running[threads.submit(fleet.one, target)] = target
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                ended = future.result()
                del running[future]
                failed = ended.exit_code is not None and terms.fails(ended.exit_code) and not terms.keep_going
                if failed or stop.asked:
                    waiting.clear()
                yield ended


def _next(waiting: Sequence[Target], running: dict[Future[TargetDone], Target], per_host: int) -> Target | None:
    """The first one whose host has room."""
    busy = Counter(target.host for target in running.values())
    return next((target for target in waiting if busy[target.host] < per_host), None)


def _not_begun(target: Target) -> TargetDone:
    return TargetDone(target.name, target.wave, target.host, "", None, False, 0.0, NOT_BEGUN)


def _word(each: TargetDone) -> str:
    if each.exit_code is None:
        return NOT_BEGUN
    return WORDS.get(each.exit_code, "failed")


WORDS = {
    0: "ok", 1: "no", 3: "cannot tell", 4: "blocked", 5: "locked", 6: "unreachable", 8: "partial", 9: "stale",
    10: "pending",
}  # fmt: skip
# Of many exit codes the one that a caller has to know first.
_FIRST = (8, 130, 143, 70, 7, 2, 6, 5, 4, 9, 1, 3, 10)


def exit_code(done: FleetDone) -> int:
    codes = {each.exit_code for each in done.targets if each.exit_code}
    changed = any(each.changed for each in done.targets)
    worst = next((code for code in _FIRST if code in codes), 0)
    return 8 if changed and (worst or done.stopped) else worst
