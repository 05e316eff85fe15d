"""Rows that point to nothing."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.identifier import ident
from opskit.migrate.forms.add_foreign_key import AddForeignKey
from opskit.steps.prechecking import SHOWN


def orphans_query(ddl: AddForeignKey, referenced: Sequence[str]) -> str:
    """Groups of rows that the foreign key would refuse, largest first: columns `key`, `in_group`, `groups` (how many
    there are) and `rows` (how many rows in all). MATCH FULL also refuses a key of which only a part is null."""
    mine = [f"t.{ident(column)}" for column in ddl.columns]
    theirs = [f"r.{ident(column)}" for column in referenced]
    matched = " and ".join(f"{right} = {left}" for left, right in zip(mine, theirs, strict=True))
    filled = " and ".join(f"{column} is not null" for column in mine)
    broken = f"({filled}) and not exists (select from {ddl.parent} as r where {matched})"
    if ddl.match_full:
        empty = " and ".join(f"{column} is null" for column in mine)
        broken = f"({broken}) or not (({filled}) or ({empty}))"
    shown = ", ".join(f"coalesce({column}::pg_catalog.text, 'NULL')" for column in mine)
    # Relations and columns are quoted.
    return (
        f"select pg_catalog.concat_ws(', ', {shown}) as key, pg_catalog.count(*) as in_group,"  # noqa: S608
        f" pg_catalog.count(*) over () as groups,"
        " (pg_catalog.sum(pg_catalog.count(*)) over ())::pg_catalog.int8 as rows"
        f" from {ddl.relation} as t where {broken} group by {', '.join(mine)}"
        f" order by pg_catalog.count(*) desc, key limit {SHOWN}"
    )
