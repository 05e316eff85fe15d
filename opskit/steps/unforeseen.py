"""What earlier statements of the same plan do to a partitioned table that a statement after them can plan for only once
they are done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from opskit.core.finding import Finding
from opskit.core.step import Row
from opskit.core.verdict import Severity
from opskit.migrate.constraint_form import constraint_of, same_constraint
from opskit.migrate.ddl import Ddl
from opskit.migrate.forms.add_foreign_key import AddForeignKey
from opskit.migrate.forms.attach_partition import AttachPartition
from opskit.migrate.forms.create_partition import CreatePartition
from opskit.migrate.forms.detach_partition import DetachPartition
from opskit.migrate.forms.drop_constraint import DropConstraint
from opskit.migrate.naming import parts
from opskit.migrate.preceding import Preceding, same_table

_REMEDY = "put this statement into a migration of its own, and apply those before it first (--to)"


def partitions_moved(preceding: Preceding, tables: Sequence[Row]) -> Iterator[tuple[Ddl, str]]:
    """Of these tables (rows of the fact partition_tree): partitions that come and go."""
    for ddl in preceding.ddls:
        move = ddl if isinstance(ddl, DetachPartition) else _attached(ddl)
        if move and _among(tables, *_place(move)):
            there, leaves = _among(tables, move.child_schema, move.child), isinstance(move, DetachPartition)
            if there == leaves:
                yield ddl, f"{'detaches' if leaves else 'adds'} partition {move.child}"


def before_attaching(preceding: Preceding, parent: Row, child: Row | None) -> Iterator[tuple[Ddl, str]]:
    """Rows of the facts partition_parent and partition_child: foreign keys that come and go, a new default one."""
    above, below = parts(parent["qualified_name"]), parts(child["qualified_name"] if child else "")
    wanted = {each["name"]: each["definition"] for each in parent["foreign_keys"]}
    own = {name: each["definition"] for name, each in child["checks"].items() if each["kind"] == "f"} if child else {}
    for ddl in preceding.ddls:
        move = _attached(ddl)
        if isinstance(ddl, AddForeignKey):
            to_parent = same_table((ddl.schema, ddl.table), above) and not _has(ddl, wanted)
            to_child = same_table((ddl.schema, ddl.table), below) and _has(ddl, wanted) and not _has(ddl, own)
            yield from [(ddl, f"adds a foreign key to {ddl.table}")] if to_parent or to_child else []
        elif isinstance(ddl, DropConstraint):
            of_parent = same_table((ddl.schema, ddl.table), above) and ddl.name in wanted
            of_child = same_table((ddl.schema, ddl.table), below) and own.get(ddl.name) in wanted.values()
            yield from [(ddl, f"drops foreign key {ddl.name} of {ddl.table}")] if of_parent or of_child else []
        elif move and move.bound.is_default and not parent["default_partition"] and same_table(_place(move), above):
            yield ddl, f"makes {move.child} its default partition"


def _has(ddl: AddForeignKey, keys: Mapping[str, str]) -> bool:
    return any(same_constraint(constraint_of(ddl.sql), each) for each in keys.values())


def obstacles(key: str, subject: str, found: Iterable[tuple[Ddl, str]]) -> tuple[Finding, ...]:
    """One for each; a line is counted in the file of its own migration."""
    return tuple(
        Finding(
            f"{key}:unforeseen", Severity.CRITICAL, subject,
            f"{subject}: an earlier statement of the plan, in line {ddl.source.line}, {what}: what is to be done here"
            " can be told only after that", {"line": ddl.source.line}, _REMEDY,
        )
        for ddl, what in found
    )  # fmt: skip


def _attached(ddl: Ddl) -> AttachPartition | None:
    move = ddl.attach if isinstance(ddl, CreatePartition) else ddl
    return move if isinstance(move, AttachPartition) else None


def _place(move: AttachPartition | DetachPartition) -> tuple[str, str]:
    return move.schema, move.table


def _among(tables: Sequence[Row], schema: str, name: str) -> bool:
    return any(same_table((schema, name), (row["schema"], row["name"])) for row in tables)
