"""The queries of the workload timed, those in `queries` or all; `against` another environment in turn. It reads."""

from __future__ import annotations

from opskit.app.deed_kinds import Prepared
from opskit.app.item_kinds import Room
from opskit.core.next_command import quoted
from opskit.value import Value

HARMLESS = True


class Asked(Value):
    queries: tuple[str, ...] = ()
    against: str = ""
    seconds: float = 2.0

    def __post_init__(self) -> None:
        if not self.seconds > 0:
            raise ValueError("`seconds` is more than 0")


def words(asked: Asked) -> str:
    beside = f" --against {quoted(asked.against)}" if asked.against else ""
    return " ".join(["opskit bench", *map(quoted, asked.queries)]) + beside


def prepare(asked: Asked, room: Room) -> Prepared:
    from opskit.app import bench
    from opskit.gate.sampling import Rules

    rules = Rules(asked.seconds)

    def carry() -> bool:
        if asked.against:
            bench.bench_against(room.context, asked.queries, rules, asked.against)
        else:
            bench.bench(room.context, asked.queries, rules)
        return False

    return Prepared("", carry, again=True)
