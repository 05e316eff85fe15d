"""What was done to a fleet: one line for each database."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.fleet_running import NOT_BEGUN, WORDS, FleetDone, TargetDone
from opskit.render.blocks import Block, Line, Table
from opskit.render.words import duration, plural

SHOWN = 3


def table(done: FleetDone) -> list[Block]:
    waves = len({each.wave for each in done.targets}) > 1
    workers = any(each.worker for each in done.targets)
    shown = [True, waves, True, True, workers, True]
    columns = _those(shown, ["target", "wave", "outcome", "took", "worker", "what"])
    rows = [_those(shown, _row(each)) for each in done.targets]
    told = ", ".join(f"{count} {word}" for word, count in done.counts.items())
    stopped = [Line(f"The fleet was stopped: {done.stopped}.")] if done.stopped else []
    counted = Line(f"{_many(done)}: {told}.")
    return [Table(columns, rows, numeric=["wave", "took"]), Line(""), *stopped, counted, *_next(done)]


def _next(done: FleetDone) -> list[Block]:
    """Each command once, with the databases that it is for."""
    found: dict[str, list[str]] = {}
    for each in done.targets:
        if each.next:
            found.setdefault(each.next, []).append(each.target)
    return [Line(f"next on {_first(names)}: {command}") for command, names in found.items()]


def _first(names: Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _many(done: FleetDone) -> str:
    return plural(len(done.targets), "database")


def _those(shown: Sequence[bool], cells: Sequence[str]) -> list[str]:
    return [cell for cell, wanted in zip(cells, shown, strict=True) if wanted]


def _row(each: TargetDone) -> list[str]:
    word = NOT_BEGUN if each.exit_code is None else WORDS.get(each.exit_code, "failed")
    took = "" if each.exit_code is None else duration(each.seconds)
    return [
        each.target,
        str(each.wave),
        word.upper(),
        took,
        each.worker,
        "" if word == NOT_BEGUN else each.text,
    ]
