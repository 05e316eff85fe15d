"""claims.toml and *.pgbench of a workload: what they may say, and how their faults are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from opskit.catalog.configuration import Settings
from opskit.catalog.load_claims import LoadClaim, load_claims
from opskit.catalog.workload import Limit, home, load
from opskit.catalog.workload_scripts import load_scripts
from opskit.errors import InvalidFile

CLAIM = '[[claim]]\nid = "one"\ntext = "Quick"\nqueries = ["list"]\nrule = "p99_ms < 50"\n'


def claims(folder: Path, text: str) -> list[LoadClaim]:
    folder.joinpath("claims.toml").write_text(text)
    return load_claims(folder, ["list"])


def test_a_claim_is_read(tmp_path: Path) -> None:
    assert claims(tmp_path, CLAIM) == [LoadClaim("one", "Quick", "p99_ms", 50.0, ("list",))]
    (rate,) = claims(tmp_path, '[[claim]]\nid = "e"\ntext = "E"\nrule = "error_rate < 0.00001"\n')
    assert rate.rule == "error_rate < 0.00001"


def test_a_workload_without_the_file_claims_nothing(tmp_path: Path) -> None:
    assert load_claims(tmp_path, []) == []


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        (CLAIM.replace("p99_ms < 50", "p99_ms > 50"), 5, "'p99_ms > 50' is not like"),
        (CLAIM.replace("p99_ms < 50", "throughput < 50"), 5, "'throughput < 50' is not like"),
        (CLAIM.replace('["list"]', '["lost"]'), 4, "the workload has no 'lost'"),
        (CLAIM.replace('id = "one"\n', ""), 1, "`id`"),
        ("[[claims]]\nid = 1\n", 0, "unknown key 'claims'"),
    ],
)
def test_a_fault_of_a_claim_is_named_with_its_line(tmp_path: Path, text: str, line: int, fault: str) -> None:
    with pytest.raises(InvalidFile) as caught:
        claims(tmp_path, text)
    assert [(each.line, fault in each.text) for each in caught.value.faults] == [(line, True)]


def test_a_script_is_read(tmp_path: Path) -> None:
    text = "-- title: Pays\n-- weight: 3\n-- slo: p99_ms < 40\n-- writes: yes\n-- A remark.\n\\set n 1\nselect :n;\n"
    tmp_path.joinpath("pay.pgbench").write_text(text)
    (script,) = load_scripts(tmp_path)
    assert (script.name, script.title, script.weight, script.writes) == ("pay", "Pays", 3, True)
    assert script.limits == (Limit("p99_ms", 40),)
    assert script.text == "-- A remark.\n\\set n 1\nselect :n;"


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("select 1;", 1, "'title' is missing"),
        ("-- title: T\n", 2, "no script below"),
        ("-- title: T\n-- writes: maybe\nselect 1;", 2, "writes 'maybe'"),
        ("-- title: T\n-- weight: much\nselect 1;", 2, "weight 'much'"),
        ("-- title: T\n-- param: a = 1\nselect 1;", 2, "unknown header key 'param'"),
    ],
)
def test_a_fault_of_a_script_is_named_with_its_line(tmp_path: Path, text: str, line: int, fault: str) -> None:
    tmp_path.joinpath("one.pgbench").write_text(text)
    with pytest.raises(InvalidFile) as caught:
        load_scripts(tmp_path)
    assert [(each.line, fault in each.text) for each in caught.value.faults] == [(line, True)]


def test_what_is_shipped_is_valid_and_names_every_promise_of_a_load() -> None:
    folder = home(Settings())
    queries, scripts = load(folder), load_scripts(folder)
    found = load_claims(folder, [*(each.name for each in queries), *(each.name for each in scripts)])
    assert {"throughput >= 150", "clients >= 100", "p50_ms < 10", "p99_ms < 50", "error_rate < 0.00001"} <= {
        each.rule for each in found
    }
    assert [each.name for each in scripts if each.writes] == ["application"]
