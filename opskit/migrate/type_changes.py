"""Whether a column's values stay as they are when its type changes (ATColumnChangeRequiresRewrite, and the support
functions through which the planner takes a cast that changes nothing for none)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from opskit.core.identifier import qualified
from opskit.migrate.parser import Parsed
from opskit.migrate.type_name import type_text
from opskit.migrate.world import TypeInfo, World
from opskit.value import replace

# Binary coercible in an assignment on every server (pg_cast): what is known without a catalog.
_COERCIBLE = frozenset({
    ("character varying", "text"), ("text", "character varying"), ("text", "character"),
    ("character varying", "character"), ("bit", "bit varying"), ("bit varying", "bit"), ("cidr", "inet"),
    ("integer", "oid"), ("oid", "integer"), ("xml", "text"), ("xml", "character varying"),
})  # fmt: skip
_BUILT_IN = frozenset(
    "smallint,integer,bigint,real,double precision,numeric,boolean,text,character varying,character,json,jsonb,uuid,"
    "date,timestamp without time zone,timestamp with time zone,time without time zone,time with time zone,interval,"
    "bytea,bit,bit varying,inet,cidr,macaddr,xml,oid,money,name,tsvector,tsquery,point".split(",")
)
_STAMPS = {"timestamp without time zone", "timestamp with time zone"}
_STRINGS = {"text", "character varying", "character"}
_FINEST = "6"  # MAX_TIMESTAMP_PRECISION, MAX_INTERVAL_PRECISION
# Zones whose offset from UTC has always been nothing (TimestampTimestampTzRequiresRewrite), in lower case.
ZERO_ZONES = frozenset(
    "utc gmt uct zulu universal greenwich gmt0 gmt+0 gmt-0 etc/utc etc/gmt etc/uct etc/zulu etc/universal etc/greenwich"
    " etc/gmt0 etc/gmt+0 etc/gmt-0 0 z".split()
)
UNKNOWN = None


def named_types(statements: Iterable[Parsed]) -> Iterator[str]:
    """The types that tables are made of or changed to, without modifiers."""
    for parsed in statements:
        if parsed.kind in ("alter_table_stmt", "create_stmt"):
            for node in _type_names(parsed.node):
                text = "" if node.pct_type or node.setof else split_type(type_text(node, ()))[0]
                if text:
                    yield text


def split_type(text: str) -> tuple[str, str]:
    """character varying(10) is character varying and 10."""
    before, _, rest = text.partition("(")
    modifier, _, after = rest.partition(")")
    return before + after, modifier


def resolved(world: World, text: str) -> str:
    """The type as format_type prints it, whichever way it is written."""
    base, modifier = split_type(text)
    known = world.types.get(base)
    return known.name + (f"({modifier})" if modifier else "") if known and known.name != base else text


def note_type(world: World, names: Iterable[Any], made: TypeInfo) -> None:
    """The migration makes a type: it is known with its schema and without."""
    parts = [each if isinstance(each, str) else each.string.sval for each in names]
    schema, name = ".".join(parts[:-1]), parts[-1]
    printed = qualified("" if schema in world.search_path else schema, name)
    here = world.search_path[0] if world.search_path else ""
    for written in {printed, qualified(schema or here, name)}:
        world.types[written] = replace(made, name=printed)


def rewrites(world: World, old: str, new: str, zone: str) -> bool | None:
    """Whether the table is written anew; None where only a catalog can tell."""
    old, new = resolved(world, old), resolved(world, new)
    if old == new:
        return False
    domain = world.types.get(split_type(new)[0])
    if domain is not None and domain.kind == "d":
        return True if domain.constrained else rewrites(world, old, domain.base, zone)
    base, modifier = split_type(_under(world, old))
    target, wanted = split_type(new)
    if not old or not _knows(world, base) or not _knows(world, target):
        return UNKNOWN
    if base == target:
        return _length_rewrites(base, modifier, wanted)
    if {base, target} == _STAMPS:
        return zone.lower() not in ZERO_ZONES or wanted not in ("", _FINEST)
    return bool(wanted) or (base, target) not in (world.coercible or _COERCIBLE)


def constrained(world: World, text: str) -> bool | None:
    """Whether values of the type are tested when a column of it is added; None where only a catalog can tell."""
    base = split_type(text)[0]
    known = world.types.get(base)
    if known is not None:
        return known.kind == "d" and known.constrained
    return False if base in _BUILT_IN or base.endswith("[]") else UNKNOWN


def default_of_type(world: World, text: str) -> str:
    """The default that a domain brings along: its own, or that of the domain below it."""
    known = world.types.get(split_type(text)[0])
    if known is None or known.kind != "d":
        return ""
    return known.default or default_of_type(world, known.base)


def assignable(world: World, old: str, new: str) -> bool:
    """Whether a value of the one type can be stored as the other without a word; true where that is not known."""
    base, target = (split_type(_under(world, resolved(world, each)))[0] for each in (old, new))
    if not world.assignable or not base or base == target or (base, target) in world.assignable:
        return True
    return target in _STRINGS or not {base, target} <= _BUILT_IN


def opclass(world: World, method: str, text: str) -> str:
    """The operator class an index has by default for the type: its own, that of a type it is binary coercible to, or
    that of all types of its kind (GetDefaultOpClass)."""
    base = split_type(_under(world, resolved(world, text)))[0]
    known = world.types.get(base)
    coerced = ("text", *(to for of, to in sorted(world.coercible) if of == base))
    kind = {"e": "anyenum", "r": "anyrange", "m": "anymultirange", "c": "record"}.get(known.kind if known else "", "")
    general = "anyarray" if base.endswith("[]") else kind
    for each in (base, *(to for to in coerced if (base, to) in world.coercible), general):
        if (method, each) in world.opclasses:
            return f"{world.opclasses[method, each]} of {base}" if each == general else world.opclasses[method, each]
    return ""


def _under(world: World, text: str) -> str:
    """The type a domain is over, without its modifier: a domain's column has none."""
    known = world.types.get(split_type(text)[0])
    return _under(world, split_type(known.base)[0]) if known is not None and known.kind == "d" else text


def _knows(world: World, base: str) -> bool:
    return world.complete or base in _BUILT_IN


def _length_rewrites(base: str, old: str, new: str) -> bool:
    """One type with two modifiers."""
    if new in ("", old):
        return False
    if "time" in base or base.startswith("interval"):
        return new != _FINEST and (not old or int(new) < int(old))
    if not old:
        return True
    if base in ("character varying", "bit varying"):
        return int(new) < int(old)
    if base == "numeric":
        (digits, scale), (wanted, wanted_scale) = _numeric(old), _numeric(new)
        return wanted < digits or scale != wanted_scale
    return True


def _numeric(modifier: str) -> tuple[int, int]:
    digits, _, scale = modifier.partition(",")
    return int(digits), int(scale or 0)


def _type_names(message: Any) -> Iterator[Any]:
    if message.DESCRIPTOR.name == "TypeName":
        yield message
        return
    for field, value in message.ListFields():
        if field.message_type:
            for each in value if field.is_repeated else [value]:
                yield from _type_names(each)
