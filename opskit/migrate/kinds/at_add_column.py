"""ADD COLUMN: free where one value serves every row, a rewrite of the table where each needs its own; a constraint
written beside the column is checked on every row."""

from __future__ import annotations

from typing import Any

from opskit.core.lock import Lock
from opskit.migrate import foreign_keys, kin
from opskit.migrate.adding import add_constraint, kind_of
from opskit.migrate.altering import altering, cascades, heirs, lock_heirs, typed_tables, works
from opskit.migrate.expressions import VOLATILE, sequences_drawn, volatility, volatility_of
from opskit.migrate.flow import Site
from opskit.migrate.nodes import clauses, is_serial
from opskit.migrate.parser import deparse_expression
from opskit.migrate.storage import rewrite_table
from opskit.migrate.touching import Touched
from opskit.migrate.type_changes import constrained, default_of_type
from opskit.migrate.type_name import type_text
from opskit.migrate.world import Column
from opskit.value import replace


def _touches(site: Site, touched: Touched) -> str | None:
    column = getattr(site.node, "def").column_def
    marks = clauses(column)
    if site.table is not None and column.colname in site.table.columns:
        exists = f'42701: column "{column.colname}" of relation {site.relation} already exists'
        return None if site.node.missing_ok else exists
    if refused := _refused(site):
        return refused
    lock_heirs(site, touched)
    if _new_for_each_row(site, touched, column, marks):
        _rewrite(site, touched, marks)
    elif _tests_rows(marks):
        for leaf in kin.leaves(site.world, site.relation):
            touched.scan(leaf)
    _refer(site, touched, marks)
    return None


effect = altering(_touches)


def _refused(site: Site) -> str | None:
    table = site.table
    if table is None:
        return None
    if table.kind in "vmS":
        return f"42809: ALTER action ADD COLUMN cannot be performed on relation {site.relation}"
    if table.of_type:
        return "42809: cannot add column to typed table"
    if table.kind == "c" and typed_tables(site) and not cascades(site):
        return f"2BP01: cannot alter type {site.relation} because it is the type of a typed table"
    if table.is_partition:
        return "42809: cannot add column to a partition"
    if table.children and not site.whole.relation.inh:
        return "42P16: column must be added to child tables too"
    return None


def _new_for_each_row(site: Site, touched: Touched, column: Any, marks: dict[str, Any]) -> bool:
    if is_serial(column) or "CONSTR_IDENTITY" in marks:
        return True
    if "CONSTR_GENERATED" in marks:
        return bool(marks["CONSTR_GENERATED"].generated_kind != "v")
    text = type_text(column.type_name, site.world.search_path)
    tested = constrained(site.world, text)
    if tested is None:
        touched.doubt(f"whether {text} is a domain with constraints, for which the table is rewritten")
    return tested is not False or _differs(site, touched, marks)


def _differs(site: Site, touched: Touched, marks: dict[str, Any]) -> bool:
    """Whether the default may be another for each row."""
    given = marks.get("CONSTR_DEFAULT")
    if given is None:
        column = getattr(site.node, "def").column_def
        own = default_of_type(site.world, type_text(column.type_name, site.world.search_path))
        return bool(own) and volatility_of(site.world, own) in ("", VOLATILE)
    answer = volatility(site.world, given.raw_expr)
    if not answer:
        text = deparse_expression(given.raw_expr)
        touched.doubt(f"whether {text} is volatile, for which the table is rewritten")
    return answer in ("", VOLATILE)


def _rewrite(site: Site, touched: Touched, marks: dict[str, Any]) -> None:
    for each in heirs(site):
        rewrite_table(touched, each)
    if "CONSTR_DEFAULT" in marks:
        touched.lock_all(sequences_drawn(site.world, marks["CONSTR_DEFAULT"].raw_expr), Lock.ROW_EXCLUSIVE)


def _tests_rows(marks: dict[str, Any]) -> bool:
    """NOT NULL needs no look at the rows where they get a value."""
    if marks.keys() & {"CONSTR_UNIQUE", "CONSTR_PRIMARY"}:
        return True
    if "CONSTR_CHECK" in marks and "CONSTR_ATTR_NOT_ENFORCED" not in marks:
        return True
    return "CONSTR_NOTNULL" in marks and not _has_value(marks)


def _has_value(marks: dict[str, Any]) -> bool:
    given = marks.get("CONSTR_DEFAULT")
    return given is not None and not given.raw_expr.a_const.isnull


def _refer(site: Site, touched: Touched, marks: dict[str, Any]) -> None:
    """Rows without a value refer to nothing, and PostgreSQL knows that."""
    if "CONSTR_FOREIGN" not in marks:
        return
    named = marks["CONSTR_FOREIGN"].pktable
    parent = site.world.key(named.schemaname, named.relname)
    touched.lock_all(kin.partitions(site.world, parent), Lock.SHARE_ROW_EXCLUSIVE)
    if "CONSTR_DEFAULT" in marks and "CONSTR_ATTR_NOT_ENFORCED" not in marks:
        foreign_keys.check_rows(touched, site.relation, parent)


def after(site: Site) -> None:
    node = getattr(site.node, "def").column_def
    there = site.table.columns if site.table else {}
    if not works(site) or node.colname in there:
        return
    for each in heirs(site):
        relation = site.world.noted(each)
        column = _made(site, node, inherited=each != site.relation)
        relation = replace(relation, columns={**relation.columns, node.colname: column})
        for clause in (one.constraint for one in node.constraints):
            if kind_of(clause) and kind_of(clause) != "n":
                relation, _ = add_constraint(site.world, relation, clause, (node.colname,))
        site.world.put(relation)


def _made(site: Site, node: Any, *, inherited: bool) -> Column:
    marks = clauses(node)
    given = marks.get("CONSTR_DEFAULT")
    identity = marks["CONSTR_IDENTITY"].generated_when if "CONSTR_IDENTITY" in marks else ""
    generated = (marks["CONSTR_GENERATED"].generated_kind or "s") if "CONSTR_GENERATED" in marks else ""
    return Column(
        node.colname,
        type_text(node.type_name, site.world.search_path),
        bool(marks.keys() & {"CONSTR_NOTNULL", "CONSTR_PRIMARY"}) or bool(identity) or is_serial(node),
        deparse_expression(given.raw_expr) if given is not None else "",
        generated,
        identity,
        inherited=inherited,
    )
