"""The block that gives the rows of a table the default of a column that is still null, in small transactions.

It walks the heap by ranges of blocks (a TID range scan, from 14 on), takes no row that somebody holds, commits after
each batch, and goes round until no null is left: what was locked, or moved ahead of it by an update, is met again. Run
a second time it goes on where the first stopped. Rows written meanwhile have the default already."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.identifier import ident, literal

# Blocks of a batch: at most some twenty thousand narrow rows, held for about a tenth of a second.
BATCH_BLOCKS = 100
# Seconds after a batch that wrote, and after a round that left rows to somebody who holds them.
BETWEEN_BATCHES_S, BETWEEN_ROUNDS_S = 0.01, 1
# Rounds after which rows that are still held are given up, so that the block comes to an end.
ROUNDS = 600

_BLOCK = """do {tag}
declare
  leaf pg_catalog.text;
  block pg_catalog.int8;
  blocks pg_catalog.int8;
  first_row pg_catalog.tid;
  after_row pg_catalog.tid;
  filled pg_catalog.int8;
  void pg_catalog.int8;
  missing boolean;
begin
  for turn in 1..{rounds} loop
    foreach leaf in array array[{leaves}] loop
      block := 0;
      loop
        blocks := pg_catalog.pg_relation_size(leaf::pg_catalog.regclass)
          / pg_catalog.current_setting('block_size')::pg_catalog.int8;
        exit when block >= blocks;
        first_row := '(' || block || ',0)';
        block := block + {batch};
        after_row := '(' || block || ',0)';
        {update}
        if void > 0 then
          raise exception using message = {gives_null};
        end if;
        commit;
        if filled > 0 then
          perform pg_catalog.pg_sleep({between_batches});
        end if;
      end loop;
    end loop;
    select exists (select from {relation} as t where t.{column} is null) into missing;
    commit;
    exit when not missing;
    if turn = {rounds} then
      raise exception using message = {still_held};
    end if;
    perform pg_catalog.pg_sleep({between_rounds});
  end loop;
end
{tag}"""

_UPDATE = """with done as (
          update only {leaf} as t set {column} = default
          where t.ctid = any (array(
            select r.ctid from only {leaf} as r
            where r.ctid >= {first} and r.ctid < {after} and r.{column} is null
            for no key update skip locked
          )) returning t.{column}
        )
        select pg_catalog.count(*), pg_catalog.count(*) filter (where done.{column} is null) {into}from done"""


def backfill_sql(relation: str, column: str, leaves: Sequence[str]) -> str:
    """`relation` and `leaves` are quoted names; the leaves are the tables that hold its rows: itself, or a family."""
    block = _BLOCK.format(
        tag="{tag}", rounds=ROUNDS, batch=BATCH_BLOCKS, between_batches=BETWEEN_BATCHES_S,
        between_rounds=BETWEEN_ROUNDS_S, relation=relation, column=ident(column),
        leaves=", ".join(literal(leaf) for leaf in leaves),
        gives_null=literal(f"the default of {relation}.{column} gives null"),
        still_held=literal(f"rows of {relation} have no {column} yet: other sessions hold them"),
        update=_of_family(column) if len(leaves) > 1 else _of_table(leaves[0], column),
    )  # fmt: skip
    return block.replace("{tag}", _tag(block))


def _of_table(leaf: str, column: str) -> str:
    """Plain to read, for a person and for what foresees its locks."""
    names = {"first": "first_row", "after": "after_row", "into": "into filled, void "}
    return _UPDATE.format(leaf=leaf, column=ident(column), **names) + ";"


def _of_family(column: str) -> str:
    """Put together for each leaf when it runs."""
    text = _UPDATE.format(
        leaf="%1$s", column=ident(column).replace("%", "%%"), first="$1", after="$2", into=""
    )  # fmt: skip
    return f"execute pg_catalog.format({literal(text)}, leaf) into filled, void using first_row, after_row;"


def _tag(text: str) -> str:
    """A dollar quote that the text does not hold."""
    tag = "$opskit$"
    while tag in text:
        tag = f"{tag[:-1]}_$"
    return tag
