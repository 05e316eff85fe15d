"""The JSON Schema of a runbook file, made of the same structs that read it, so that an editor completes what opskit
accepts."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import msgspec

from opskit.catalog import gate_file
from opskit.catalog import runbook_file as form
from opskit.catalog.runbook_file import Shapes
from opskit.core import runbook

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
_PLACE = "#/$defs/{name}"
_SPAN: Schema = {"type": "string", "pattern": "^[0-9]{1,9}[smhdwy]$"}
# Keys that hold tables of a type of their own, each with the definitions of its types.
_TYPED = {"check": "check", "do": "deed", "undo": "undo", "verify": "verify"}
_LENGTHS = ("max_age", "budget", "ttl", "soak", "min_observation")


def schema(shapes: Shapes) -> Schema:
    """Of one whole file: draft 2020-12. What no single key can show (control counts, needs, circles) is left to
    `runbook lint`."""
    structs = [form.Head, form.Phase, form.Item, gate_file.Gate, gate_file.Metric]
    _, defs = msgspec.json.schema_components(structs, ref_template=_PLACE)
    top = defs.pop("Head")
    top["properties"] |= {
        "phase": _list_of("Phase"),
        "item": _list_of("Item"),
        "gate": {"type": "object", "additionalProperties": _ref("Gate")},
    }
    defs["Item"]["properties"] |= {key: _ref(name) for key, name in _TYPED.items()} | {"guard": _list_of("check")}
    defs["Gate"]["properties"]["metric"] = _list_of("metric")
    metric = defs.pop("Metric")
    _lengths(defs)
    kinds = {**_types(shapes), "metric": {"oneOf": _metrics(metric, shapes)}}
    return {**top, "$schema": DRAFT, "title": "opskit runbook", "$defs": {**defs, **kinds}}


def _lengths(defs: Mapping[str, Schema]) -> None:
    for each in defs.values():
        for name in _LENGTHS:
            if name in each.get("properties", {}):
                each["properties"][name] = dict(_SPAN)


def _types(shapes: Shapes) -> dict[str, Schema]:
    more: dict[str, Schema] = {}
    checks = [_keys("check", name, given(), more) for name, given in shapes.checks.items()]
    deeds = [_keys("deed", name, given()[0], more) for name, given in shapes.deeds.items()]
    undone = [*deeds, _keys("undo", "none", runbook.NoUndo, more)]
    return {
        **more,
        "check": {"oneOf": checks},
        "verify": {"oneOf": [_with(each, "within") for each in checks]},
        "deed": {"oneOf": deeds},
        "undo": {"oneOf": [_with(each, "budget") for each in undone]},
    }


def _metrics(every: Schema, shapes: Shapes) -> list[Schema]:
    """For each source the keys of every metric and its own."""
    found = []
    for name, given in shapes.sources.items():
        own = _keys("source", name, given().asked, {})
        own["properties"].pop("type")
        keys = {**own["properties"], **every["properties"], "source": {"const": name}}
        needed = [*every["required"], *(key for key in own["required"] if key != "type")]
        found.append({**own, "properties": keys, "required": needed})
    return found


def _keys(of: str, name: str, asked: type, more: dict[str, Schema]) -> Schema:
    """The keys of a table of this type; tables within it are added to `more`."""
    place = f"{of}-{name}-"
    made = msgspec.json.schema(asked, ref_template=_PLACE.format(name=place + "{name}"))
    defs: dict[str, Schema] = made["$defs"]
    own = defs.pop(made["$ref"].rpartition("/")[2].removeprefix(place))
    more |= {f"{place}{inner}": {**each, "additionalProperties": False} for inner, each in defs.items()}
    return {
        **own,
        "title": name,
        "description": import_module(asked.__module__).__doc__ or "",
        "properties": {"type": {"const": name}, **own.get("properties", {})},
        "required": ["type", *own.get("required", [])],
        "additionalProperties": False,
    }


def _with(given: Schema, key: str) -> Schema:
    """A length of time more."""
    return {**given, "properties": {**given["properties"], key: dict(_SPAN)}}


def _list_of(name: str) -> Schema:
    return {"type": "array", "items": _ref(name)}


def _ref(name: str) -> Schema:
    return {"$ref": _PLACE.format(name=name)}
