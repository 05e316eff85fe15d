"""Law 7: every check has a script (clean: no finding; broken: the finding; fixed: none), and a login that sees less
never gets a pass where there is a finding. opskit/catalog/check_script.py says how a script is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from fixtures.server import new_database
from psycopg.conninfo import make_conninfo

from opskit.app.check_play import MONITOR, NOBODY, OWNER, faults, play
from opskit.app.context import Context, open_context
from opskit.catalog.check_names import slugs
from opskit.catalog.check_script import read_script
from opskit.catalog.checks import load
from opskit.catalog.configuration import Settings
from opskit.cli.voices.plain import PlainVoice
from opskit.core.environment import Environment
from opskit.scratch.cluster import Cluster

SCRIPTS = Path(__file__).parents[1] / "checks"
Thresholds = Mapping[str, str | int | float | bool]
ROLES = {OWNER: "postgres", NOBODY: "law_nobody", MONITOR: "law_monitor"}


@pytest.fixture(scope="module")
def logins(cluster: Cluster) -> Iterator[None]:
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        connection.execute("create role law_nobody login")
        connection.execute("create role law_monitor login in role pg_monitor")
        yield
        connection.execute("drop role law_nobody")
        connection.execute("drop role law_monitor")


@contextmanager
def kept_access_rules(cluster: Cluster) -> Iterator[None]:
    """A script may write pg_hba.conf; one that fails must not lock the others out."""
    rules = cluster.data_dir / "pg_hba.conf"
    before = rules.read_bytes()
    yield
    if rules.read_bytes() != before:
        rules.write_bytes(before)
        with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
            connection.execute("select pg_reload_conf()")


@pytest.mark.parametrize("slug", slugs())
def test_a_check_holds_to_its_script(slug: str, cluster: Cluster, logins: None) -> None:
    since = load(slug, cluster.version).since
    if since > cluster.version:
        pytest.skip(f"for PostgreSQL >= {since}, not {cluster.version}")
    with kept_access_rules(cluster), new_database(cluster) as conninfo:

        def asking(login: str, thresholds: Thresholds) -> Context:
            here = make_conninfo(conninfo, user=ROLES[login])
            settings = Settings(thresholds=thresholds, origin={})
            return open_context(settings, Environment("law", here, here), PlainVoice())

        played = play(slug, read_script(SCRIPTS / f"{slug}.sql"), conninfo, asking)
    assert list(faults(played)) == []


def test_every_check_has_a_script_and_every_script_a_check() -> None:
    assert sorted(path.stem for path in SCRIPTS.glob("*.sql")) == slugs()
