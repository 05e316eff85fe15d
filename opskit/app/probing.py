"""Rows of a check that ask for more: a `probe` is a query of its own, run alone, whose refusal is an answer too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opskit.core.step import Reader, Row
from opskit.errors import Damaged, OpskitError


def probed(rows: Sequence[Row], db: Reader) -> list[Row]:
    """A row without a `probe` as it is. One with a `probe` once for each row that its query returns, whose columns (a
    `message`, and any others) take the place of its own; with the server's words for a message where it met damage; as
    not seen where the query could not be run."""
    return [found for row in rows for found in ([row] if row.get("probe") is None else _ask(row, db))]


def _ask(row: Row, db: Reader) -> Iterator[Row]:
    try:
        yield from ({**row, **answer} for answer in db.rows(str(row["probe"])))
    except Damaged as damage:
        yield {**row, "message": damage.why}
    except OpskitError as error:
        db.rows("select 1 as alive")
        yield {**row, "seen": False, "message": f"{error.what}: {error.why}"}
