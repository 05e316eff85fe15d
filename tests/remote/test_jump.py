"""A database that is reached over two machines only: nothing of opskit gets there by another way."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures.namespaces import Inside
from fixtures.program import Project
from psycopg.conninfo import conninfo_to_dict

SCHEMA = "create table account (id integer primary key, email text); create index account_email on account (email);"


@pytest.fixture
def far(inside: Inside, project: Project, database: str, tmp_path: Path) -> Project:
    """Both host keys are known, and both let the same key in."""
    known = tmp_path / "known"
    known.write_text(inside.bastion.known_hosts.read_text() + inside.database.known_hosts.read_text())
    for each in (inside.bastion, inside.database):
        (each.place / "authorized_keys").write_text(inside.database.key.with_suffix(".pub").read_text())
    user = inside.bastion.host().user
    ssh = inside.database.toml(known_hosts=str(known), jump=f"{user}@{inside.bastion.address}")
    dsn = f"host=localhost port={inside.port} user=postgres dbname={conninfo_to_dict(database)['dbname']}"
    return project.environment("test", dsn, ssh)


def test_every_command_goes_over_the_jump_host(far: Project, inside: Inside) -> None:
    far.migration("1_account", SCHEMA, "drop table account;")
    for words in (
        "plan", "rehearse", "apply --confirm test", "verify indexes", "verify schema", "bloat", "locks", "checklist",
        "check table_without_primary_key", "rollback --confirm test --accept-data-loss",
    ):  # fmt: skip
        far.run(*words.split()).ok()
    for each in (inside.bastion, inside.database):
        assert "Accepted publickey" in (each.place / "log").read_text()


def test_pgbench_goes_there_too(far: Project) -> None:
    (far.place / "workload").mkdir()
    (far.place / "workload" / "quick.sql").write_text("-- title: Nothing\nselect 1\n")
    with (far.place / "opskit.toml").open("a") as file:
        file.write('[workload]\npath = "workload"\n')
    (query,) = far.run("bench", "--load", "--clients", "2", "--duration", "1s", "--warm-up", "0s", "--json").data[
        "queries"
    ]
    assert query["samples"] > 0


def test_a_hop_that_is_closed_is_named(far: Project, inside: Inside) -> None:
    """The first lets in and reaches the second, which does not."""
    (inside.database.place / "authorized_keys").write_text("")
    outcome = far.run("plan").exits(6)
    assert f"{inside.database.address} lets nobody in as" in outcome.err


def test_a_hop_that_is_not_reached_from_the_one_before_is_named(far: Project, inside: Inside) -> None:
    (far.place / "opskit.toml").write_text(
        (far.place / "opskit.toml").read_text().replace(f'host = "{inside.database.address}"', 'host = "10.213.78.1"')
        .replace('"port": 22', '"port": 9').replace("port = 22", "port = 9")
    )  # fmt: skip
    outcome = far.run("plan").exits(6)
    assert f"10.213.78.1:9 was not reached over SSH from {inside.bastion.address} (nothing was changed)" in outcome.err
    assert "Connect failed" in outcome.err
