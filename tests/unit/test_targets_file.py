"""Where a fleet is written down: targets.toml, an inventory of ansible, a service file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opskit.catalog.targets import load
from opskit.errors import InvalidFile


def test_a_targets_file_says_database_labels_wave_and_host(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text(
        '[targets.shop-eu]\nservice = "shop-eu"\nprotected = true\nlabels = { env = "production" }\nwave = 2\n'
        'host = "db7"\n[targets.shop-us]\ndsn = "host=db8 dbname=shop"\n'
    )
    eu, us = load(path)
    assert (eu.name, eu.wave, eu.host, eu.labels, eu.environment.protected) == (
        "shop-eu", 2, "db7", {"env": "production"}, True,
    )  # fmt: skip
    assert (us.wave, us.host, us.environment.conninfo) == (1, "db8", "host=db8 dbname=shop")


def test_every_fault_of_it_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text(
        '[targets.a]\nservice = "a"\ndsn = "host=a"\n[targets.b]\nservice = "b"\nwave = 0\n[targets.c]\nservice = "c"\n'
        'labels = ["x"]\n[targets.d]\nservice = "d"\ncolour = "red"\n[more]\nx = 1\n'
    )
    with pytest.raises(InvalidFile) as caught:
        load(path)
    told = sorted((fault.line, fault.text) for fault in caught.value.faults)
    assert [line for line, _ in told] == [1, 4, 7, 10, 13]
    assert "give service or dsn, one of them" in told[0][1]
    assert "`wave` is a whole number from 1 on" in told[1][1]
    assert "`labels` are names and texts" in told[2][1]
    assert "colour" in told[3][1]
    assert "write [targets.NAME]" in told[4][1]


def test_an_inventory_gives_the_hosts_that_name_a_database_with_their_groups(tmp_path: Path) -> None:
    path = tmp_path / "inventory.json"
    document = {
        "_meta": {
            "hostvars": {
                "db1": {"opskit_dsn": "host=10.0.0.1 dbname=shop", "ansible_host": "10.0.0.1", "opskit_wave": 2},
                "db2": {"opskit_service": "shop2", "opskit_protected": True},
                "web1": {"ansible_host": "10.0.0.9"},
            }
        },
        "all": {"children": ["production", "ungrouped"]},
        "production": {"children": ["europe"]},
        "europe": {"hosts": ["db1"]},
        "ungrouped": {"hosts": ["db2", "web1"]},
    }
    path.write_text(json.dumps(document))
    one, two = load(path)
    assert (one.name, one.wave, one.host, dict(one.labels)) == (
        "db1",
        2,
        "10.0.0.1",
        {"europe": "yes", "production": "yes"},
    )
    assert (two.environment.conninfo, two.environment.protected, two.host) == ("service=shop2", True, "db2")


def test_a_service_file_gives_each_section_and_no_password(tmp_path: Path) -> None:
    path = tmp_path / "pg_service.conf"
    path.write_text("[one]\nhost=db1\ndbname=it's\n[two]\nhost=db2\npassword=hunter2\n# a comment\n")
    one, two = load(path)
    assert (one.environment.conninfo, one.host) == ("host='db1' dbname='it\\'s'", "db1")
    assert (two.environment.conninfo, two.host) == ("service=two", "db2")
    assert "hunter2" not in repr([one, two])


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("fleet.yaml", "", "ends in .toml, .json, .conf"),
        ("fleet.json", "[1]", "it is no object"),
        ("fleet.json", "{", "no JSON"),
        ("fleet.conf", "host=x", "no section headers"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, name: str, text: str, fault: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(InvalidFile) as caught:
        load(tmp_path / name)
    assert fault in caught.value.faults[0].text


def test_what_is_local_behind_ssh_counts_as_on_that_machine(tmp_path: Path) -> None:
    """So that --per-host spares the right ones; a server that the machine leads to has a host of its own."""
    path = tmp_path / "targets.toml"
    dsns = [
        "host=localhost port=5",
        "host=/run/pg",
        "dbname=x",
        "host=db7",
        "service=shop",
        "host=127.0.0.1",
        "host=::1",
    ]
    text = '[targets.{}]\ndsn = "{}"\nssh = {{ host = "m{}", key = "k" }}\n'
    path.write_text("".join(text.format(*each) for each in zip("abcdefg", dsns, range(7), strict=True)))
    found = load(path)
    assert [each.host for each in found] == ["m0", "m1", "m2", "db7", "service=shop", "m5", "m6"]
    assert {each.environment.ssh and each.environment.ssh.key_file for each in found} == {str(tmp_path / "k")}


def test_a_way_that_cannot_be_meant_is_told_under_the_target(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text('[targets.a]\nservice = "a"\n[targets.b]\nservice = "b"\nssh = { host = "-l" }\n')
    with pytest.raises(InvalidFile) as caught:
        load(path)
    (fault,) = caught.value.faults
    assert (fault.line, fault.text.partition(":")[0]) == (3, "targets.b.ssh")
