"""Whether two CREATE INDEX texts mean the same index, however they are written.

pg_get_indexdef prints casts, ANY(ARRAY[…]) for IN, and defaults that a person leaves out; both sides are brought to
one form. What is left out: index name, schema, CONCURRENTLY, IF NOT EXISTS, positions."""

from __future__ import annotations

from typing import Any

from google.protobuf.message import Message

from opskit.migrate.parser import deparse, parse

_OPERATOR_OF = {"AEXPR_LIKE": "~~", "AEXPR_ILIKE": "~~*"}


def index_form(definition: str) -> bytes:
    """A comparable form of a CREATE INDEX statement, without its table's schema."""
    node = parse(definition)[0].node
    plain = type(node)()
    plain.CopyFrom(node)
    for field in ("idxname", "concurrent", "if_not_exists"):
        plain.ClearField(field)
    plain.relation.ClearField("schemaname")
    plain.relation.ClearField("inh")
    plain.access_method = plain.access_method or "btree"
    for element in plain.index_params:
        _defaults(element.index_elem)
    for option in plain.options:
        _as_text(option.def_elem)
    normalise(plain)
    return bytes(plain.SerializeToString(deterministic=True))


def same_index(left: str, right: str) -> bool:
    return index_form(left) == index_form(right)


def attachable_form(definition: str) -> bytes:
    """What two indexes have in common when PostgreSQL takes the one on a partition for a part of the one on its parent:
    neither sort order nor storage options count (PostgreSQL sources, CompareIndexInfo)."""
    node = parse(definition)[0].node
    node.relation.relname = "anywhere"
    for field in ("options", "table_space"):
        node.ClearField(field)
    for element in node.index_params:
        element.index_elem.ClearField("ordering")
        element.index_elem.ClearField("nulls_ordering")
    return index_form(deparse("index_stmt", node))


def _defaults(element: Any) -> None:
    """Ascending with nulls last, descending with nulls first, is what PostgreSQL leaves unsaid."""
    names = type(element).DESCRIPTOR.fields_by_name
    order = names["ordering"].enum_type.values_by_name
    nulls = names["nulls_ordering"].enum_type.values_by_name
    if element.ordering == order["SORTBY_ASC"].number:
        element.ordering = order["SORTBY_DEFAULT"].number
    usual = "SORTBY_NULLS_FIRST" if element.ordering == order["SORTBY_DESC"].number else "SORTBY_NULLS_LAST"
    if element.nulls_ordering == nulls[usual].number:
        element.nulls_ordering = nulls["SORTBY_NULLS_DEFAULT"].number
    element.ClearField("indexcolname")


def _as_text(option: Any) -> None:
    """A storage option's value as text, which is how the catalog keeps and prints it."""
    kind = option.arg.WhichOneof("node")
    if kind in ("integer", "float", "boolean"):
        value = getattr(option.arg, kind)
        text = str(getattr(value, {"integer": "ival", "float": "fval", "boolean": "boolval"}[kind])).lower()
        option.arg.Clear()
        option.arg.string.sval = text


def normalise(message: Message) -> None:
    """Depth first: drop positions and casts, write IN as = ANY(ARRAY[…]), BETWEEN as two comparisons."""
    for field, value in message.ListFields():
        if field.name in ("location", "rexpr_list_start", "rexpr_list_end", "list_start", "list_end"):
            message.ClearField(field.name)
        elif field.message_type and field.is_repeated:
            for item in value:
                normalise(item)
        elif field.message_type:
            normalise(value)
    _uncast(message)
    _spelt_out(message)
    _flattened(message)
    _unlist(message)


def _uncast(message: Any) -> None:
    while message.DESCRIPTOR.name == "Node" and message.WhichOneof("node") == "type_cast":
        inner = type(message)()
        inner.CopyFrom(message.type_cast.arg)
        message.CopyFrom(inner)


def _spelt_out(message: Any) -> None:
    """x BETWEEN a AND b is kept as x >= a AND x <= b; NOT BETWEEN as x < a OR x > b (PostgreSQL sources,
    transformAExprBetween)."""
    if message.DESCRIPTOR.name != "Node" or message.WhichOneof("node") != "a_expr":
        return
    between = type(message)()
    between.CopyFrom(message)
    kind = _word(between.a_expr, "kind")
    if kind not in _BETWEEN:
        return
    boolean, operators = _BETWEEN[kind]
    message.Clear()
    message.bool_expr.boolop = _number(message.bool_expr, "boolop", boolean)
    for operator, bound in zip(operators, between.a_expr.rexpr.list.items, strict=True):
        compared = message.bool_expr.args.add().a_expr
        compared.kind = _number(compared, "kind", "AEXPR_OP")
        compared.name.add().string.sval = operator
        compared.lexpr.CopyFrom(between.a_expr.lexpr)
        compared.rexpr.CopyFrom(bound)


_BETWEEN = {"AEXPR_BETWEEN": ("AND_EXPR", (">=", "<=")), "AEXPR_NOT_BETWEEN": ("OR_EXPR", ("<", ">"))}


def _flattened(message: Any) -> None:
    """(a AND b) AND c is a AND b AND c, however it is bracketed."""
    if message.DESCRIPTOR.name != "BoolExpr" or _word(message, "boolop") == "NOT_EXPR":
        return
    flat = type(message)()
    for each in message.args:
        same = each.WhichOneof("node") == "bool_expr" and each.bool_expr.boolop == message.boolop
        for part in each.bool_expr.args if same else [each]:
            flat.args.add().CopyFrom(part)
    del message.args[:]
    message.args.extend(flat.args)


def _word(message: Any, field: str) -> str:
    return str(message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number[getattr(message, field)].name)


def _number(message: Any, field: str, word: str) -> int:
    return int(message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_name[word].number)


def _unlist(message: Any) -> None:
    if message.DESCRIPTOR.name != "A_Expr":
        return
    kinds = message.DESCRIPTOR.fields_by_name["kind"].enum_type
    kind = kinds.values_by_number[message.kind].name
    if kind in _OPERATOR_OF:
        message.kind = kinds.values_by_name["AEXPR_OP"].number
    if kind == "AEXPR_IN":
        equal = message.name[0].string.sval == "="
        message.kind = kinds.values_by_name["AEXPR_OP_ANY" if equal else "AEXPR_OP_ALL"].number
        items = list(message.rexpr.list.items)
        message.rexpr.Clear()
        message.rexpr.a_array_expr.elements.extend(items)
