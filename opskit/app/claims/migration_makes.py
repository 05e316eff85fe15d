"""What a `revision` makes, counted from its statements as they are written: `statements`, `indexes` (all, those behind
constraints too), `unique_constraints`, `unique_indexes` (without a constraint), `partial_indexes`, and `others`, the
statements that make no index."""

from __future__ import annotations

from collections.abc import Mapping

from opskit.app.claim_kinds import Answered, Room
from opskit.app.claim_values import expecting, judged
from opskit.migrate.expected import expected
from opskit.migrate.migration import Migration
from opskit.value import Value

_NAMES = {"statements", "indexes", "unique_constraints", "unique_indexes", "partial_indexes", "others"}


class Asked(Value):
    revision: str
    expect: str

    def __post_init__(self) -> None:
        expecting(self.expect, _NAMES)


def answer(asked: Asked, room: Room) -> Answered:
    counts = counted(room.written(asked.revision))
    told = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items())
    found = judged(asked.expect, counts, f"{asked.revision}: {told}")
    return Answered(
        found.verdict, found.measured, found.reason, room.command("opskit plan --all"), ("part:migrations",)
    )


def counted(migration: Migration) -> Mapping[str, int]:
    made = expected([migration])
    sources = {ddl.source.ordinal for ddl in migration.up}
    return {
        "statements": len(sources),
        "indexes": len(made),
        "unique_constraints": sum(bool(each.attach_sql) for each in made),
        "unique_indexes": sum(each.index.unique and not each.attach_sql for each in made),
        "partial_indexes": sum(bool(each.index.predicate) for each in made),
        "others": len(sources - {each.index.source.ordinal for each in made}),
    }
