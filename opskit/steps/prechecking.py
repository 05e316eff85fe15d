"""Questions to the data before a statement that would fail on them. They scan, so they are asked only where the session
bounds their time, as the one that plans does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opskit.core.change import Change
from opskit.core.finding import Finding
from opskit.core.identifier import ident
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.errors import Failed, Inconclusive, NotPermitted
from opskit.steps.tables import Table
from opskit.value import Value, replace

SHOWN = 10
_BOUND = "select pg_catalog.current_setting('statement_timeout') <> '0' as bound"


class Answered(Value):
    """`rows` are what stands in the way, at most SHOWN of them, each with the count of all as `rows`; `note` says why
    there is no answer."""

    rows: Sequence[Row] = ()
    note: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        return (self.note,) if self.note else ()


NOT_ASKED = Answered()


def answered(db: Reader, query: str, subject: str) -> Answered:
    """`subject` is what is looked for, in words: NULLs. A question about what is not there yet has no answer."""
    if not db.rows(_BOUND)[0]["bound"]:
        return NOT_ASKED
    try:
        return Answered(db.rows(query))
    except Inconclusive:
        return Answered(note=f"not checked for {subject}: it would take too long")
    except NotPermitted as error:
        return Answered(note=f"not checked for {subject}: {error.why or error.what}")
    except Failed:
        return NOT_ASKED


def rows_where(relation: str, table: Table, condition: str) -> str:
    """A query for rows by their primary key, or by where they lie: columns `key` and `rows`. `condition` is SQL."""
    keys = [f"t.{ident(column)}" for column in table.primary_key] or ["t.tableoid::pg_catalog.regclass", "t.ctid"]
    shown = ", ".join(f"{key}::pg_catalog.text" for key in keys)
    # Relation, columns and condition come out of the parser's own deparser, or quoted.
    return (
        f"select pg_catalog.concat_ws(', ', {shown}) as key, pg_catalog.count(*) over () as rows"  # noqa: S608
        f" from {relation} as t where {condition} order by {', '.join(keys)} limit {SHOWN}"
    )


def key_words(table: Table) -> str:
    return ", ".join(table.primary_key) or "row"


def in_the_way(key: str, subject: str, message: str, remedy: str, rows: Sequence[Row]) -> tuple[Finding, ...]:
    """One finding with all there is to see, none where there are no rows."""
    if not rows:
        return ()
    first = [row["key"] for row in rows]
    facts = {"rows": rows[0]["rows"], "first": first}
    return (Finding(key, Severity.CRITICAL, subject, message, facts, remedy),)


def counted(rows: Sequence[Row]) -> str:
    """How many there are, shown or not."""
    count = int(rows[0]["rows"]) if rows else 0
    return "1 row" if count == 1 else f"{count} rows"


def listed(rows: Sequence[Row]) -> str:
    """The keys of the rows shown, and that there are more."""
    more = " …" if rows and int(rows[0]["rows"]) > len(rows) else ""
    return "; ".join(str(row["key"]) for row in rows) + more


def faced(changes: Sequence[Change], found: Iterable[Finding], asked: Answered, changed_in: int) -> list[Change]:
    """The changes, the first of them with what stands in their way, and with why that is not known."""
    if not changes:
        return []
    first, *rest = changes
    obstacles, notes = softened(found, changed_in)
    return [replace(first, obstacles=obstacles, notes=(*first.notes, *notes, *asked.notes)), *rest]


def softened(found: Iterable[Finding], changed_in: int) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """As obstacles, or as notes where an earlier statement of the plan changes the rows: `changed_in` is its line."""
    found = tuple(found)
    if not changed_in:
        return found, ()
    note = (
        f"as the rows are now it would fail, but an earlier statement of the plan may change them (line {changed_in})"
    )
    return (), tuple(f"{note}: {each.message}" for each in found)
