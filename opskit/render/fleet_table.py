"""What was done to a fleet: one line for each database."""

from __future__ import annotations

from opskit.app.fleet_running import NOT_BEGUN, WORDS, FleetDone, TargetDone
from opskit.render.blocks import Block, Line, Table
from opskit.render.words import duration, plural


def table(done: FleetDone) -> list[Block]:
    several = len({each.wave for each in done.targets}) > 1
    columns = ["target", *(["wave"] if several else []), "outcome", "took", "what"]
    rows = [_row(each, several) for each in done.targets]
    told = ", ".join(f"{count} {word}" for word, count in done.counts.items())
    stopped = [Line(f"The fleet was stopped: {done.stopped}.")] if done.stopped else []
    return [Table(columns, rows, numeric=["wave", "took"]), Line(""), *stopped, Line(f"{_many(done)}: {told}.")]


def _many(done: FleetDone) -> str:
    return plural(len(done.targets), "database")


def _row(each: TargetDone, several: bool) -> list[str]:
    word = NOT_BEGUN if each.exit_code is None else WORDS.get(each.exit_code, "failed")
    took = "" if each.exit_code is None else duration(each.seconds)
    return [
        each.target,
        *([str(each.wave)] if several else []),
        word.upper(),
        took,
        "" if word == NOT_BEGUN else each.text,
    ]
