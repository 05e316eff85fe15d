"""The rows that a unique index would refuse."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.finding import Finding
from opskit.core.step import Reader, Row
from opskit.core.verdict import Severity
from opskit.migrate.forms.create_index import CreateIndex as Ddl
from opskit.steps.prechecking import answered

SHOWN_GROUPS = 10


def duplicate_groups(db: Reader, ddl: Ddl) -> Sequence[Row]:
    """Groups of rows with equal keys, as text, with their count; NULLs are distinct unless declared otherwise."""
    shown = ", ".join(f"coalesce(({key})::text, 'NULL')" for key in ddl.keys)
    known = [] if ddl.nulls_not_distinct else [f"({key}) is not null" for key in ddl.keys]
    where = " and ".join([f"({ddl.predicate})"] * bool(ddl.predicate) + known) or "true"
    # Keys, predicate and relation come out of the parser's own deparser, quoted.
    query = (
        f"select concat_ws(', ', {shown}) as key, count(*) as rows, count(*) over () as groups"  # noqa: S608
        f" from {ddl.relation} where {where} group by {', '.join(ddl.keys)} having count(*) > 1"
        f" order by count(*) desc, key limit {SHOWN_GROUPS}"
    )
    return answered(db, query, "duplicates").rows


def duplicate_findings(ddl: Ddl, rows: Sequence[Row]) -> tuple[Finding, ...]:
    """One for each group shown, and one that counts those that are not."""
    found = [_duplicate(ddl, row) for row in rows]
    more = int(rows[0]["groups"]) - len(rows) if rows else 0
    if more > 0:
        groups = "group" if more == 1 else "groups"
        text = f"{ddl.name}: and {more} more {groups} like these"
        found.append(Finding(f"create_index:{ddl.name}:duplicates", Severity.CRITICAL, ddl.relation, text))
    return tuple(found)


def _duplicate(ddl: Ddl, row: Row) -> Finding:
    return Finding(
        f"create_index:{ddl.name}:duplicates",
        Severity.CRITICAL,
        ddl.relation,
        f"{ddl.name}: {row['rows']} rows of {ddl.relation} have ({', '.join(ddl.keys)}) = ({row['key']})",
        {"key": row["key"], "rows": row["rows"], "groups": row["groups"]},
        "merge or delete the duplicates; which row survives is a person's decision",
    )
