"""docs/runbooks.md says which types and keys there are, and its sample is a runbook."""

from __future__ import annotations

import re
from pathlib import Path

from opskit.app import item_kinds
from opskit.catalog import runbooks
from opskit.value import Value

TEXT = (Path(__file__).parents[2] / "docs" / "runbooks.md").read_text("utf-8")
# Rows that name their keys by another one.
AS_ABOVE = ("command", "ssh")


def rows(heading: str) -> dict[str, set[str]]:
    """The types of a table and the keys it names for each."""
    part = TEXT.partition(f"## {heading}")[2].partition("\n## ")[0]
    found = {}
    for line in part.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            for name in re.findall(r"`([^`]+)`", cells[0]):
                found[name] = set(re.findall(r"`([^`]+)`", cells[2]))
    return found


def keys(shape: type[Value]) -> set[str]:
    return set(shape.__struct_fields__)


def test_every_check_is_in_it_with_its_keys() -> None:
    told, there = rows("What may be asked"), item_kinds.shapes().checks
    assert told.keys() == there.keys()
    assert {name: told[name] for name in told if name not in AS_ABOVE} == {
        name: keys(shape()) for name, shape in there.items() if name not in AS_ABOVE
    }
    assert told["command"] == keys(there["command"]())
    assert told["ssh"] - {"command"} == keys(there["ssh"]()) - keys(there["command"]())


def test_every_deed_is_in_it_with_its_keys() -> None:
    told, there = rows("What may be done"), item_kinds.shapes().deeds
    assert told.keys() == {*there, "none"}
    assert {name: told[name] for name in there if name not in AS_ABOVE} == {
        name: keys(shape()[0]) for name, shape in there.items() if name not in AS_ABOVE
    }


def test_every_source_of_metrics_is_in_it_with_its_keys() -> None:
    told, there = rows("Gates"), item_kinds.shapes().sources
    assert told == {name: keys(source().asked) for name, source in there.items()}


def test_its_gate_is_one(tmp_path: Path) -> None:
    head, gate = (part.partition("```")[0] for part in TEXT.split("```toml\n")[1:3])
    path = tmp_path / "window.toml"
    path.write_text(head.replace("metrics = 0", "metrics = 1") + gate, encoding="utf-8")
    [metric] = runbooks.load(path, item_kinds.shapes()).metrics
    assert (metric.source, metric.min_samples) == ("probe", 1000)


def test_its_sample_is_a_runbook(tmp_path: Path) -> None:
    path = tmp_path / "window.toml"
    path.write_text(TEXT.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    [item] = runbooks.load(path, item_kinds.shapes()).items
    assert (item.id, item.signoff and item.signoff.count) == ("settings", 2)


def test_it_lists_the_runbooks_that_ship() -> None:
    part = TEXT.partition("| shipped | for |")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([^`]+)`", part, re.MULTILINE)) == set(runbooks.names(None))
