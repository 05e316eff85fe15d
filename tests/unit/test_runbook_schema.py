"""The JSON Schema of a runbook knows what the loader knows."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixtures.program import Project

from opskit.app import item_kinds
from opskit.catalog import runbooks
from opskit.catalog.runbook_schema import schema
from opskit.errors import InvalidFile

SCHEMA = schema(item_kinds.shapes())
SHIPPED = runbooks.names(None)


def faults(value: Any, of: dict[str, Any], where: str = "") -> Iterator[str]:
    """What a validator of JSON Schema would say, as far as this schema goes: keys, types, constants, alternatives."""
    if "$ref" in of:
        of = SCHEMA["$defs"][of["$ref"].rpartition("/")[2]]
    for several in ("anyOf", "oneOf"):
        if several in of:
            told = [list(faults(value, each, where)) for each in of[several]]
            yield from [] if any(not each for each in told) else min(told, key=len)
            return
    if "const" in of and value != of["const"]:
        yield f"{where}: {value!r} is not {of['const']!r}"
    if "enum" in of and value not in of["enum"]:
        yield f"{where}: {value!r} is none of {of['enum']}"
    if "type" in of and not is_a(value, of["type"]):
        yield f"{where}: {value!r} is no {of['type']}"
    elif of.get("type") == "object":
        yield from of_object(value, of, where)
    elif of.get("type") == "array":
        for place, each in enumerate(value):
            yield from faults(each, of["items"], f"{where}[{place}]")


def of_object(value: dict[str, Any], of: dict[str, Any], where: str) -> Iterator[str]:
    yield from (f"{where}: {key} is missing" for key in of.get("required", ()) if key not in value)
    rest = of.get("additionalProperties", True)
    for key, each in value.items():
        inner = of.get("properties", {}).get(key, rest)
        if inner is False:
            yield f"{where}: unknown key {key}"
        elif isinstance(inner, dict):
            yield from faults(each, inner, f"{where}.{key}")


def is_a(value: Any, name: str) -> bool:
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}
    number = name in ("integer", "number")
    return (
        value is None if name == "null" else isinstance(value, kinds[name]) and not (number and isinstance(value, bool))
    )


def accepted(path: Path) -> bool:
    try:
        runbooks.load(path, item_kinds.shapes())
    except InvalidFile:
        return False
    return True


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_runbook_is_valid(name: str) -> None:
    document = tomllib.loads(SHIPPED[name].read_text("utf-8"))
    assert list(faults(document, SCHEMA)) == []


SOUND = """\
schema = 1
items = 1
metrics = 0
id = "small"
title = "Small"
version = "1"
[[phase]]
id = "p"
title = "P"
[[item]]
id = "x"
title = "X"
priority = "high"
phase = "p"
kind = "action"
guard = [{ type = "check", slugs = ["index_invalid"] }]
check = { type = "settings", expect = "statement_timeout > 0" }
do = { type = "sql", statement = "select 1" }
verify = { type = "files", glob = "*", within = "2m" }
undo = { type = "none", reason = "there is none", budget = "5m" }
approvals = { count = 2, ttl = "1h" }
budget = "10m"
"""


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("", ""),
        ('kind = "action"', 'kind = "deed"'),
        ("schema = 1", "schema = 2"),
        ('title = "X"\n', ""),
        ('budget = "10m"', 'colour = "red"'),
        ('expect = "statement_timeout > 0"', 'expects = "statement_timeout > 0"'),
        (', expect = "statement_timeout > 0"', ""),
        ('"settings"', '"setting"'),
        ('slugs = ["index_invalid"]', 'slugs = "index_invalid"'),
        ('statement = "select 1"', "statement = 1"),
        ('within = "2m"', "within = 2"),
        ('reason = "there is none", ', ""),
        ("count = 2", 'count = "two"'),
        ('glob = "*"', 'glob = "*", at_least = 1.5'),
    ],
)
def test_it_refuses_what_the_loader_refuses(tmp_path: Path, line: str, instead: str) -> None:
    text = SOUND.replace(line, instead) if line else SOUND
    path = tmp_path / "small.toml"
    path.write_text(text, encoding="utf-8")
    assert accepted(path) is (not line)
    assert bool(list(faults(tomllib.loads(text), SCHEMA))) is bool(line)


def test_every_type_of_check_and_deed_is_in_it_with_what_it_is() -> None:
    shapes = item_kinds.shapes()
    for part, names in (("check", shapes.checks), ("verify", shapes.checks), ("deed", shapes.deeds)):
        found = {each["properties"]["type"]["const"]: each["description"] for each in SCHEMA["$defs"][part]["oneOf"]}
        assert found.keys() == names.keys()
        assert all(found.values())


def test_it_is_written_as_one_document(project: Project) -> None:
    assert json.loads(project.run("runbook", "schema").ok().out) == json.loads(json.dumps(SCHEMA))
    assert project.run("runbook", "schema", "--json").ok().data == json.loads(json.dumps(SCHEMA))
