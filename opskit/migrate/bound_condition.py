"""What the bound of a partition means for a row, as a condition that PostgreSQL recognises as the partition's own
constraint (PostgreSQL sources, get_qual_for_range, get_qual_for_list, get_qual_for_hash)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opskit.core.identifier import ident
from opskit.core.step import Row
from opskit.migrate import naming
from opskit.migrate.parser import deparse_expression, parse
from opskit.migrate.world import Relation
from opskit.value import Value

LABEL = "opskit_bound"


class Key(Value):
    """`sql` as it is compared; `tested` as it is tested for NULL, without a collation; `column` and `type` are empty
    for an expression."""

    sql: str
    tested: str
    column: str
    type: str


def check_name(table: str, partition: str = "") -> str:
    """Of the CHECK that opskit adds to a table, with its own bound or (negated) that of a partition beside it, and
    takes away once the partition is attached."""
    return naming.chosen(table, [partition] if partition else (), LABEL)


def said_by_opskit(relation: Relation) -> bool:
    """Whether a valid CHECK of that name is there: it is what `condition` gives, which PostgreSQL recognises."""
    checks = (each for each in relation.constraints.values() if each.kind == "c" and each.validated)
    return any(each.name.endswith(f"_{LABEL}") for each in checks)


def condition(parent: Row, bound: Any) -> str:
    """`parent` is a row of the fact partition_parent, `bound` the PartitionBoundSpec. Empty where it cannot be said so
    that PostgreSQL sees it: DEFAULT, an operator class of its own, bounds that are computed."""
    keys = _keys(parent["key"], parent["types"])
    data = [*bound.lowerdatums, *bound.upperdatums, *bound.listdatums]
    if bound.is_default or not keys or not all(_constant(each) for each in data):
        return ""
    if bound.strategy == "h":
        return _hashed(parent, keys, bound)
    if bound.strategy == "l":
        return _listed(keys[0], bound.listdatums)
    return _between(keys, list(bound.lowerdatums), list(bound.upperdatums))


def _hashed(parent: Row, keys: Sequence[Key], bound: Any) -> str:
    """Written out, the function gets the collation of its arguments, which PostgreSQL's own constraint leaves out."""
    if any(not each.column or each.column in parent["collated"] for each in keys):
        return ""
    name = "'" + parent["qualified_name"].replace("'", "''") + "'"
    listed = ", ".join(each.tested for each in keys)
    return f"satisfies_hash_partition({name}::regclass, {bound.modulus}, {bound.remainder}, {listed})"


def _keys(key: str, types: Mapping[str, str]) -> list[Key]:
    elements = parse(f"create table t (a integer) partition by {key}")[0].node.partspec.part_params
    found = [each.partition_elem for each in elements]
    return [] if any(each.opclass for each in found) else [_key(each, types) for each in found]


def _key(element: Any, types: Mapping[str, str]) -> Key:
    tested = ident(element.name) if element.name else f"({deparse_expression(element.expr)})"
    collation = ".".join(ident(each.string.sval) for each in element.collation)
    compared = f"({tested} COLLATE {collation})" if collation else tested
    return Key(compared, tested, element.name, types.get(element.name, ""))


def _constant(node: Any) -> bool:
    kind = node.WhichOneof("node")
    return kind == "a_const" or _unbounded(node) or (kind == "type_cast" and _constant(node.type_cast.arg))


def _unbounded(node: Any) -> bool:
    """MINVALUE or MAXVALUE."""
    return bool(node.WhichOneof("node") == "column_ref") and _word(node) in ("minvalue", "maxvalue")


def _word(node: Any) -> str:
    return str(node.column_ref.fields[0].string.sval) if node.WhichOneof("node") == "column_ref" else ""


def _value(key: Key, node: Any) -> str:
    text = deparse_expression(node)
    return f"CAST({text} AS {key.type})" if key.type else text


def _listed(key: Key, data: Sequence[Any]) -> str:
    values = [_value(key, each) for each in data if not each.a_const.isnull]
    either = f"{key.sql} IN ({', '.join(values)})"
    if len(values) == len(data):
        return f"{key.tested} IS NOT NULL AND {either}"
    return f"{key.tested} IS NULL OR {either}" if values else f"{key.tested} IS NULL"


def _between(keys: Sequence[Key], lower: list[Any], upper: list[Any]) -> str:
    """Keys with the same value at both ends are equal to it; the rest compare as a row does."""
    same = 0
    while same < len(keys) and not _unbounded(lower[same]) and not _unbounded(upper[same]) and (
        deparse_expression(lower[same]) == deparse_expression(upper[same])
    ):  # fmt: skip
        same += 1
    parts = [f"{each.tested} IS NOT NULL" for each in keys]
    parts += [f"{key.sql} = {_value(key, datum)}" for key, datum in zip(keys[:same], lower, strict=False)]
    rest = keys[same:]
    parts += _arms(rest, lower[same:], ">", "minvalue") + _arms(rest, upper[same:], "<", "maxvalue")
    return " AND ".join(parts)


def _arms(keys: Sequence[Key], data: Sequence[Any], strictly: str, open_end: str) -> list[str]:
    """The lower end belongs to it, the upper does not; an end that is open behind a value takes all of that value."""
    arms: list[str] = []
    equal: list[str] = []
    for place, (key, datum) in enumerate(zip(keys, data, strict=True)):
        if _unbounded(datum):
            break
        following = _word(data[place + 1]) if place + 1 < len(data) else ""
        last_lower = strictly == ">" and place + 1 == len(data)
        operator = f"{strictly}=" if following == open_end or last_lower else strictly
        value = _value(key, datum)
        arms.append(" AND ".join([*equal, f"{key.sql} {operator} {value}"]))
        equal.append(f"{key.sql} = {value}")
    if len(arms) < 2:
        return arms
    return ["(" + " OR ".join([arms[0], *(f"({arm})" for arm in arms[1:])]) + ")"]
