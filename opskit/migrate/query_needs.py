"""What a query asks of its tables, read from its plan without any index: there the server has resolved names, views and
subqueries, and has put each condition at its table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from opskit.core.identifier import ident, qualified
from opskit.core.need import Condition, Need
from opskit.errors import InvalidFile
from opskit.migrate.checks import conjuncts
from opskit.migrate.index_form import normalise
from opskit.migrate.nodes import enum_word, type_word
from opskit.migrate.parser import deparse_expression, parse

Plan = Mapping[str, Any]
# Schema and name of a table -> its name, quoted and qualified (of a partition that of the whole), and column types.
Tables = Callable[[str, str], tuple[str, Mapping[str, str]]]
_TURNED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_JOINS = ("Hash Cond", "Join Filter", "Merge Cond")
# Types whose comparison as text is their own: the server writes a cast that costs nothing and hides nothing.
_TEXTS = {"varchar", "text"}


def needs(query: str, plan: Plan, tables: Tables) -> list[Need]:
    """One for each table that is read, in the order of the plan; partitions of a table are one."""
    nodes = list(_walk(plan, ()))
    scans = {str(node["Alias"]): node for node, _ in nodes if "Relation Name" in node and "Alias" in node}
    types = {alias: tables(node["Schema"], node["Relation Name"])[1] for alias, node in scans.items()}
    own = {alias: conditions(str(node.get("Filter", "")), alias, types[alias]) for alias, node in scans.items()}
    joined = list(_joined(nodes, types))
    said = [each for node, _ in nodes for each in _said(node)]
    found: dict[str, Need] = {}
    for alias, node in scans.items():
        joins = [column for here, column, there in joined if here == alias and own.get(there)]
        order, limit = _order(nodes, alias)
        table = tables(node["Schema"], node["Relation Name"])[0]
        mentions = frozenset(column for where, column in said if where in (alias, ""))
        need = Need(query, table, own[alias], list(dict.fromkeys(joins)), order, limit, mentions)
        parted = table != qualified(node["Schema"], node["Relation Name"])
        found.setdefault(table if parted else f"{table} {alias}", need)
    return list(found.values())


def conditions(text: str, alias: str = "", types: Mapping[str, str] | None = None) -> list[Condition]:
    """Of a Filter, or of the predicate of an index. Text that does not parse (a SubPlan) is a condition of no
    column."""
    if not text:
        return []
    try:
        node = parse(f"select {text}")[0].node.target_list[0].res_target.val
    except InvalidFile:
        return [Condition(text)]
    return [_condition(each, alias, types) for each in conjuncts(node)]


def without_values(text: str) -> str:
    """A condition of a plan by its columns and operators alone; empty where it has none of the plain kind."""
    try:
        aliases = dict.fromkeys(alias for alias, _ in _references(parse(f"select {text}")[0].node))
    except InvalidFile:
        return ""
    found = [each for alias in aliases for each in conditions(text, alias) if each.column]
    return " and ".join(
        f"{ident(each.column)} {each.operator}{'' if each.fixed and not each.value else ' …'}" for each in found
    )


def _condition(node: Any, alias: str, types: Mapping[str, str] | None) -> Condition:
    text = _plain(node)
    if node.HasField("null_test"):
        word = "is null" if enum_word(node.null_test, "nulltesttype") == "IS_NULL" else "is not null"
        return Condition(text, _column(node.null_test.arg, alias, types), word)
    if node.HasField("column_ref"):
        return Condition(text, _column(node, alias, types), "is true")
    if node.HasField("bool_expr") and enum_word(node.bool_expr, "boolop") == "NOT_EXPR":
        column = _column(node.bool_expr.args[0], alias, types)
        return Condition(text, column, "is false" if column else "")
    return _comparison(node.a_expr, text, alias, types) if node.HasField("a_expr") else Condition(text)


def _comparison(node: Any, text: str, alias: str, types: Mapping[str, str] | None) -> Condition:
    operator, kind = str(node.name[-1].string.sval), enum_word(node, "kind")
    left, right = _column(node.lexpr, alias, types), _column(node.rexpr, alias, types)
    if operator not in _TURNED or kind not in ("AEXPR_OP", "AEXPR_OP_ANY") or bool(left) is bool(right):
        return Condition(text)
    value = node.rexpr if left else node.lexpr
    if alias in {each for each, _ in _references(value)} or (kind == "AEXPR_OP_ANY" and (operator != "=" or not left)):
        return Condition(text)
    constant = _plain(value) if kind == "AEXPR_OP" and _is_constant(value) else ""
    return Condition(text, left or right, operator if left else _TURNED[operator], constant)


def _column(node: Any, alias: str, types: Mapping[str, str] | None) -> str:
    """The column of this table that an expression is; empty for any other. A cast hides a column from its index,
    unless it is the one that PostgreSQL writes beside every varchar."""
    cast = node.HasField("type_cast")
    inner = node.type_cast.arg if cast else node
    if not inner.HasField("column_ref"):
        return ""
    (where, name), *_ = _references(inner)
    if where not in ("", alias) or (cast and types is not None and types.get(name) not in _TEXTS):
        return ""
    return name


def _references(node: Any) -> list[tuple[str, str]]:
    """Alias and name of each column below."""
    if node.DESCRIPTOR.name == "ColumnRef":
        parts = [each.string.sval for each in node.fields]
        return [(parts[-2] if len(parts) > 1 else "", parts[-1])]
    return [
        found
        for field, value in node.ListFields()
        if field.message_type
        for each in (value if field.is_repeated else [value])
        for found in _references(each)
    ]


def _is_constant(node: Any) -> bool:
    return node.HasField("a_const") or (node.HasField("type_cast") and _is_constant(node.type_cast.arg))


def _plain(node: Any) -> str:
    """SQL of an expression without casts and without the names of its table."""
    copy = type(node)()
    copy.CopyFrom(node)
    normalise(copy)
    _without_alias(copy)
    return deparse_expression(copy)


def _without_alias(message: Any) -> None:
    if message.DESCRIPTOR.name == "ColumnRef":
        del message.fields[:-1]
        return
    for field, value in message.ListFields():
        if field.message_type:
            for each in value if field.is_repeated else [value]:
                _without_alias(each)


def _said(node: Plan) -> list[tuple[str, str]]:
    """Alias and name of every column that a node filters, joins, sorts or groups by; both empty for text that does not
    parse and may name any."""
    texts = [str(node[key]) for key in ("Filter", *_JOINS) if key in node]
    texts += [f"({key})" for name in ("Sort Key", "Group Key") for key in map(_bare, node.get(name, ()))]
    found = []
    for text in texts:
        try:
            parsed = parse(f"select {text}")[0].node.target_list[0].res_target.val
        except InvalidFile:
            found.append(("", ""))
            continue
        found += [named for each in conjuncts(parsed) if not _hides(each) for named in _references(each)]
    return found


def _hides(node: Any) -> bool:
    """Whether it compares a cast or a function of a column with something: an index on the column is no help there. The
    cast to text that PostgreSQL writes beside every varchar hides nothing."""
    if not node.HasField("a_expr") or enum_word(node.a_expr, "kind") != "AEXPR_OP":
        return False
    side = node.a_expr.lexpr
    cast = side.type_cast if side.HasField("type_cast") else None
    hiding = cast is not None and cast.arg.HasField("column_ref") and type_word(cast) != "text"
    return hiding or side.HasField("func_call")


def _bare(sort_key: str) -> str:
    """A sort key without its direction."""
    for way in (" NULLS FIRST", " NULLS LAST", " DESC"):
        sort_key = sort_key.removesuffix(way)
    return sort_key


def _joined(nodes: list[tuple[Plan, tuple[Plan, ...]]], types: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Alias and column, and the alias of the table whose column it equals; each way round."""
    for text in (str(node[key]) for node, _ in nodes for key in _JOINS if key in node):
        try:
            node = parse(f"select {text}")[0].node.target_list[0].res_target.val
        except InvalidFile:
            continue
        for each in conjuncts(node):
            yield from _equal_columns(each, types)


def _equal_columns(node: Any, types: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if not node.HasField("a_expr") or [part.string.sval for part in node.a_expr.name] != ["="]:
        return
    sides = (node.a_expr.lexpr, node.a_expr.rexpr)
    where = [found[0][0] if len(found := _references(side)) == 1 else "" for side in sides]
    columns = [_column(side, alias, types.get(alias)) for side, alias in zip(sides, where, strict=True)]
    if all(columns) and where[0] != where[1] and all(alias in types for alias in where):
        yield where[0], columns[0], where[1]
        yield where[1], columns[1], where[0]


def _order(nodes: list[tuple[Plan, tuple[Plan, ...]]], alias: str) -> tuple[list[str], float]:
    """The sort keys of the first rows that are taken, when all of them are columns of this table."""
    for node, above in nodes:
        if node["Node Type"] != "Sort" or not above or above[-1]["Node Type"] != "Limit":
            continue
        keys = [_sort_key(str(key), alias) for key in node["Sort Key"]]
        if all(keys):
            return keys, float(above[-1]["Plan Rows"])
    return [], 0


def _sort_key(text: str, alias: str) -> str:
    """`column desc nulls last` with everything said, quoted; empty for anything else."""
    try:
        by = parse(f"select order by {text}")[0].node.sort_clause[0].sort_by
    except InvalidFile:
        return ""
    if not by.node.HasField("column_ref") or (where := _references(by.node)[0])[0] != alias:
        return ""
    down, nulls = enum_word(by, "sortby_dir") == "SORTBY_DESC", enum_word(by, "sortby_nulls")
    first = nulls == "SORTBY_NULLS_FIRST" or (down and nulls == "SORTBY_NULLS_DEFAULT")
    return f"{ident(where[1])} {'desc' if down else 'asc'} nulls {'first' if first else 'last'}"


def _walk(plan: Plan, above: tuple[Plan, ...]) -> Iterator[tuple[Plan, tuple[Plan, ...]]]:
    yield plan, above
    for child in plan.get("Plans", ()):
        yield from _walk(child, (*above, plan))
