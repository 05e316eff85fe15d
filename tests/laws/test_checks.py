"""Law 7: every check has a script (clean: no finding; broken: the finding; fixed: none), and a login that sees less
never gets a pass where there is a finding.

A script is tests/checks/<slug>.sql: blocks `-- clean`, `-- broken`, `-- fixed`, each of SQL statements that end with
their line, and of directives:

    -- set param: <name> = <value>       a threshold for this block
    -- expect: <object>                  an object that must be found
    -- in session <name>:                the next statement runs in a session of its own, which stays open
    -- in session <name>, do not wait:   the same, without waiting for its end
    -- wait: <query>                     until it returns true
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.server import new_database
from psycopg.conninfo import make_conninfo

from opskit.app.checking import load, run_checks
from opskit.app.context import open_context
from opskit.app.looking import looking
from opskit.catalog.checks import load as load_check
from opskit.catalog.checks import slugs
from opskit.catalog.configuration import Settings
from opskit.catalog.headers import scalar
from opskit.cli.voices.plain import PlainVoice
from opskit.core.check import CheckResult
from opskit.core.environment import Environment
from opskit.core.verdict import Severity, Verdict
from opskit.scratch.cluster import Cluster

SCRIPTS = Path(__file__).parents[1] / "checks"
BLOCKS = ["clean", "broken", "fixed"]
OWNER, NOBODY, MONITOR = "postgres", "law_nobody", "law_monitor"
WAIT_S = 20.0


@dataclass(frozen=True)
class Act:
    """`session` is empty for the script's main one; `how` is run, send or wait."""

    how: str
    sql: str
    session: str = ""


@dataclass
class Block:
    params: dict[str, Any] = field(default_factory=dict)
    expected: set[str] = field(default_factory=set)
    acts: list[Act] = field(default_factory=list)


def read_script(path: Path) -> dict[str, Block]:
    blocks: dict[str, Block] = {}
    block, lines, how, session = Block(), list[str](), "run", ""
    for line in path.read_text().splitlines():
        if line.removeprefix("-- ") in BLOCKS and line.startswith("-- "):
            block = blocks[line.removeprefix("-- ")] = Block()
        elif found := re.fullmatch(r"-- set param: (\w+) = (.+)", line):
            block.params[found[1]] = scalar(found[2])
        elif found := re.fullmatch(r"-- expect: (.+)", line):
            block.expected.add(found[1])
        elif found := re.fullmatch(r"-- wait: (.+)", line):
            block.acts.append(Act("wait", found[1]))
        elif found := re.fullmatch(r"-- in session (\w+)(, do not wait)?:", line):
            session, how = found[1], "send" if found[2] else "run"
        else:
            assert not line.startswith("--"), f"{path}: no directive: {line}"
            lines.append(line)
            if line.endswith(";"):
                block.acts.append(Act(how, "\n".join(lines), session))
                lines, how, session = [], "run", ""
    assert list(blocks) == BLOCKS, f"{path}: the blocks are {', '.join(BLOCKS)}"
    assert not lines, f"{path}: the last statement ends with no semicolon"
    return blocks


class Stage:
    """Acts a script out; sessions of their own last to the end of the block `broken`."""

    def __init__(self, conninfo: str, held: ExitStack) -> None:
        self.conninfo = conninfo
        self.held = held
        self.main = held.enter_context(psycopg.connect(conninfo, autocommit=True))
        self.sessions: dict[str, psycopg.Connection[Any]] = {}

    def act(self, block: Block) -> None:
        for each in block.acts:
            if each.how == "wait":
                self.wait(each.sql)
            elif each.how == "send":
                self.session(each.session).pgconn.send_query(each.sql.encode())
            else:
                self.session(each.session).execute(each.sql.encode())

    def session(self, name: str) -> psycopg.Connection[Any]:
        if not name:
            return self.main
        if name not in self.sessions:
            self.sessions[name] = self.held.enter_context(psycopg.connect(self.conninfo, autocommit=True))
        return self.sessions[name]

    def wait(self, query: str) -> None:
        end = time.monotonic() + WAIT_S
        while (self.main.execute(query.encode()).fetchone() or [False])[0] is not True:
            assert time.monotonic() < end, f"never true: {query}"
            time.sleep(0.05)

    def dismiss(self) -> None:
        """Close the other sessions, and see them gone from the server."""
        for connection in self.sessions.values():
            connection.close()
        self.wait(
            "select count(*) = 1 from pg_stat_activity"
            " where datname = current_database() and backend_type = 'client backend'"
        )


@contextmanager
def stage(cluster: Cluster) -> Iterator[Stage]:
    """A fresh database; whatever a failed script left in the cluster is taken back."""
    with new_database(cluster) as conninfo, ExitStack() as held:
        scene = Stage(conninfo, held)
        scene.main.execute("revoke all on schema public from public")
        try:
            yield scene
        finally:
            take_back(conninfo)


def take_back(conninfo: str) -> None:
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("alter system reset all")
        connection.execute("select pg_reload_conf()")
        for (gid,) in connection.execute("select gid from pg_prepared_xacts").fetchall():
            connection.execute(psycopg.sql.SQL("rollback prepared {}").format(gid))
        connection.execute("select pg_drop_replication_slot(slot_name) from pg_replication_slots where not active")


@pytest.fixture(scope="module")
def logins(cluster: Cluster) -> Iterator[None]:
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        connection.execute(f"create role {NOBODY} login")
        connection.execute(f"create role {MONITOR} login")
        connection.execute(f"grant pg_monitor to {MONITOR}")
        yield
        connection.execute(f"drop role {NOBODY}")
        connection.execute(f"drop role {MONITOR}")


Played = dict[tuple[str, str], CheckResult]


@pytest.fixture(scope="module", params=slugs())
def slug(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def script(cluster: Cluster, slug: str) -> dict[str, Block]:
    if cluster.version < load_check(slug, cluster.version).since:
        pytest.skip(f"{slug} is for newer servers than {cluster.version}")
    return read_script(SCRIPTS / f"{slug}.sql")


@pytest.fixture(scope="module")
def played(cluster: Cluster, logins: None, slug: str, script: dict[str, Block]) -> Played:
    """What the check says at the end of each block, to each login."""
    results = {}
    with stage(cluster) as scene:
        for name, block in script.items():
            if name == "fixed":
                scene.dismiss()
            scene.act(block)
            for login in (OWNER, NOBODY, MONITOR):
                conninfo = make_conninfo(scene.conninfo, user=login)
                results[name, login] = answer(slug, conninfo, block.params)
    return results


def answer(slug: str, conninfo: str, params: dict[str, Any]) -> CheckResult:
    settings = Settings(thresholds={f"{slug}.{name}": value for name, value in params.items()}, origin={})
    context = open_context(settings, Environment("law", conninfo, conninfo), PlainVoice())
    with looking(context) as db:
        (result,) = run_checks(load(settings, db.server.major, [slug]), db)
    return result


def objects(result: CheckResult) -> set[str]:
    return {finding.object for finding in result.findings}


@pytest.mark.parametrize("block", ["clean", "fixed"])
def test_a_check_finds_nothing_where_nothing_is_wrong(played: Played, block: str) -> None:
    result = played[block, OWNER]
    assert result.findings == ()
    assert (result.verdict, result.reason) == (Verdict.PASS, "")


def test_a_check_finds_what_is_broken(played: Played, script: dict[str, Block]) -> None:
    result = played["broken", OWNER]
    assert result.findings
    assert script["broken"].expected <= objects(result)
    serious = any(finding.severity.at_least(Severity.WARNING) for finding in result.findings)
    assert result.verdict is (Verdict.FAIL if serious else Verdict.PASS)


def test_a_finding_can_be_told_again_and_says_how_to_mend_it(played: Played, slug: str) -> None:
    for finding in played["broken", OWNER].findings:
        assert finding.key == f"{slug}:{finding.object}"
        assert finding.message
        assert finding.remedy
        assert not re.search(r"\{\w+\}|None", finding.remedy)
    keys = [finding.key for finding in played["broken", OWNER].findings]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("login", [NOBODY, MONITOR])
def test_a_login_that_sees_less_never_gets_a_pass(played: Played, login: str) -> None:
    full, less = played["broken", OWNER], played["broken", login]
    assert less.reason or objects(less) == objects(full)
    assert (less.verdict is Verdict.PASS) <= (full.verdict is Verdict.PASS)


@pytest.mark.parametrize("login", [NOBODY, MONITOR])
@pytest.mark.parametrize("block", ["clean", "fixed"])
def test_a_login_that_sees_less_finds_nothing_that_is_not_there(played: Played, block: str, login: str) -> None:
    assert played[block, login].findings == ()


def test_every_check_has_a_script_and_every_script_a_check() -> None:
    assert sorted(path.stem for path in SCRIPTS.glob("*.sql")) == slugs()
