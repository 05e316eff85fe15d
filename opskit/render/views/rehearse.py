"""The page of `opskit rehearse`: which way back is proven, how long it takes, and what is not."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.planning import Expected
from opskit.app.rehearsal_data import CopyMade, Rehearsal, Rehearsed
from opskit.core.answer import Answer
from opskit.core.verdict import Verdict
from opskit.render.blocks import Block, Bullets, Heading, Line, Table
from opskit.render.words import count, duration, size

SHOWN = 10
_WORDS = {Verdict.PASS: "proven", Verdict.FAIL: "differs", Verdict.INCONCLUSIVE: "inconclusive"}


def blocks(answer: Answer[Rehearsal]) -> list[Block]:
    data = answer.data
    if data.copy is None:
        return [Line(f"Nothing is pending on {answer.environment}: there is nothing to rehearse.", "ok")]
    found: list[Block] = [Heading(f"Rehearsed for {answer.environment}, which was only read"), _table(data.migrations)]
    found += _open(data.migrations)
    found += [Line(""), *(Line(text) for text in _of_the_copy(data.copy))]
    found += _differs(data.copy)
    return [*found, Line(""), _end(data, answer.environment), *_next(data, answer.environment)]


def _table(migrations: Sequence[Rehearsed]) -> Table:
    rows = [
        [
            each.revision,
            _WORDS[each.verdict].upper(),
            _took(each.apply_s),
            _took(each.rollback_s),
            _took(each.again_s),
            _interval(each.expected),
            each.loss if each.rollback_s is not None or each.reason else "",
        ]
        for each in migrations
    ]
    columns = ["revision", "way back", "apply", "rollback", "again", "rollback on the target", "loses"]
    return Table(columns, rows, numeric=["apply", "rollback", "again", "rollback on the target"])


def _open(migrations: Sequence[Rehearsed]) -> list[Block]:
    told = [Line(f"{each.revision}: {each.reason}", _WORDS[each.verdict]) for each in migrations if each.reason]
    return [Line(""), *told] if told else []


def _of_the_copy(copy: CopyMade) -> list[str]:
    rows = f", {count(copy.rows)} rows" if copy.rows is not None else ""
    sizes = f"{size(copy.size_bytes)} for {size(copy.target_bytes)}"
    return [
        f"copy: {copy.kind}{rows} ({copy.by}), {sizes}, on {copy.where}, PostgreSQL {copy.version}; dropped",
        *(f"note: {note}" for note in copy.notes),
    ]


def _differs(copy: CopyMade) -> list[Block]:
    if not copy.differs:
        return []
    listed = [f"{each.kind} {each.name}: {each.change}" for each in copy.differs[:SHOWN]]
    more = [f"and {len(copy.differs) - SHOWN} more"] if len(copy.differs) > SHOWN else []
    return [Line("the copy is not what the target is:", "inconclusive"), Bullets([*listed, *more])]


def _end(data: Rehearsal, environment: str) -> Line:
    if data.verdict is Verdict.PASS:
        expected = f"; on {environment} {_interval(data.expected)} are expected" if data.expected else ""
        return Line(f"rollback rehearsed: {_took(data.rollback_s)}, fingerprint equal{expected}.", "proven")
    words = {Verdict.FAIL: "the rollback does not lead back", Verdict.INCONCLUSIVE: "the rollback is not proven"}
    return Line(f"{words[data.verdict]}.", _WORDS[data.verdict])


def _next(data: Rehearsal, environment: str) -> list[Block]:
    if data.verdict is Verdict.PASS:
        return [Line(f"next: opskit apply -e {environment} -n")]
    return [Line("next: mend or write the down.sql, then rehearse again")] if data.verdict is Verdict.FAIL else []


def _took(seconds: float | None) -> str:
    return "" if seconds is None else duration(seconds)


def _interval(expected: Expected | None) -> str:
    return f"{duration(expected.low)} to {duration(expected.high)}" if expected else ""
