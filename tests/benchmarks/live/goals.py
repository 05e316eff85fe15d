"""What the design promises of `opskit apply`, held against the figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from live.drivers import CAREFUL, OPSKIT
from live.measuring import Row

QUIET, DISTURBED = "undisturbed", "disturbed"
FLOOR_MS, STALL_MS = 100.0, 100.0
WALL_RATIO = 1.1
MORE_S, LONG_S, LONG_RATIO = 0.4, 5.0, 1.1


@dataclass(frozen=True)
class Goal:
    text: str
    figure: str
    met: bool


def goals(rows: Sequence[Row]) -> list[Goal]:
    """The wall against psql in a single row is that with one build at a time: the same statements in the same order."""
    quiet, disturbed = of(rows, QUIET), of(rows, DISTURBED)
    person, patient = careful(rows, QUIET), careful(rows, DISTURBED)
    return [
        *(stall(each, max(person.longest_ms, FLOOR_MS), "the careful person's, floor 100 ms") for each in quiet),
        *(stall(each, STALL_MS, "100 ms") for each in disturbed),
        *(wall(each, person) for each in quiet),
        *(below(each, patient) for each in disturbed if each.driver.endswith("--jobs 2")),
        *over_psql(quiet[0], person),
        *(faultless(each) for each in (*quiet, *disturbed)),
    ]


def of(rows: Iterable[Row], scenario: str) -> list[Row]:
    return [each for each in rows if each.scenario == scenario and each.driver.startswith(OPSKIT)]


def careful(rows: Iterable[Row], scenario: str) -> Row:
    return next(each for each in rows if (each.scenario, each.driver) == (scenario, CAREFUL))


def stall(row: Row, limit_ms: float, whose: str) -> Goal:
    text = f"{row.scenario}, {row.driver}: longest stall at most {limit_ms:.0f} ms ({whose})"
    figure = f"{row.longest_ms:.0f} ms, {row.lock_wait_ms:.0f} of a lock"
    return Goal(text, figure, row.longest_ms <= limit_ms)


def wall(row: Row, person: Row) -> Goal:
    ratio = row.wall_s / person.wall_s
    text = f"{row.scenario}, {row.driver}: wall at most {WALL_RATIO} of the careful person's"
    return Goal(text, f"{row.wall_s:.2f} s, {ratio:.2f}", ratio <= WALL_RATIO)


def below(row: Row, person: Row) -> Goal:
    text = f"{row.scenario}, {row.driver}: wall below the careful person's, {person.wall_s:.2f} s"
    return Goal(text, f"{row.wall_s:.2f} s", row.wall_s < person.wall_s)


def over_psql(row: Row, person: Row) -> list[Goal]:
    more, ratio = row.wall_s - person.wall_s, row.wall_s / person.wall_s
    text = f"{row.scenario}, {row.driver}: over psql running the same safe statements at most"
    found = [Goal(f"{text} {MORE_S} s", f"{more:+.2f} s", more <= MORE_S)]
    if person.wall_s >= LONG_S:
        found.append(
            Goal(f"{text} {LONG_RATIO} x (they take {LONG_S:.0f} s or more)", f"{ratio:.2f}", ratio <= LONG_RATIO)
        )
    return found


def faultless(row: Row) -> Goal:
    figure = f"{row.failed} failed, {row.wrong or 'right'}"
    return Goal(
        f"{row.scenario}, {row.driver}: no failed request, the right schema", figure, not (row.failed or row.wrong)
    )
