"""Law 9: no secret reaches the terminal, a log, the ledger, a report or a traceback. One random marker is every secret
there is: what opskit is given to connect, to send and to ask with, what migrations and runbooks hold, and what other
programs and servers say."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.intowork import SAMPLE
from fixtures.program import Project
from fixtures.webhook import Webhook
from fixtures.webserver import Serving, says
from meta.command_tree import all_commands

from laws.test_looking import CHANGES, ENDLESS, LOOKS, NO_ENVIRONMENT, RECORDS, begin
from opskit.scratch.cluster import Cluster, running

MARKER = f"hunter2{secrets.token_hex(8)}"
REASON = ("--reason", f"it was agreed on the phone, password={MARKER}")
# Words for those that change something: what they do is tested elsewhere, here it is what they say.
WORDS = {
    **LOOKS, **RECORDS,
    "check new": ["own_check"], "check test": ["index_invalid"], "demo": ["--stop"], "ledger deliver": [],
    "monitor prove": [],
    "checklist sign": ["decide", *REASON, "--runbook", "leaky"], "rehearse": [],
    "checklist skip": ["said", *REASON, "--runbook", "leaky"],
    "checklist reset": ["said", *REASON, "--runbook", "leaky"],
    "gate decide": ["canary", "--go", *REASON], "gate sign": ["canary", "user-reports", *REASON],
}  # fmt: skip
# Once more, as they are typed when something is to be done.
DOING = (
    ["plan"], ["apply", "-n"], ["apply", "--confirm", "staging"], ["checklist", "run", "--runbook", "leaky"],
    ["checklist", "run", "--runbook", "leaky", "--confirm", "staging", "-o", "jsonl"],
    ["checklist", "show", "said", "--runbook", "leaky"], ["checklist", "--runbook", "leaky", "-o", "html"],
    ["report", "-O", "report.html"], ["report", "-O", "report.json"], ["ledger", "export"], ["ledger", "deliver"],
    ["rollback", "-n"], ["rollback", "--confirm", "staging"], ["locks"], ["doctor"],
)  # fmt: skip
LEAKY = """\
schema = 1
items = 4
metrics = 0
id = "leaky"
title = "What others say"
version = "1"
[[phase]]
id = "p"
title = "P"
[[item]]
id = "decide"
title = "Decide"
priority = "high"
phase = "p"
kind = "manual"
signoff = { ask = "What?" }
[[item]]
id = "said"
title = "A program that is talkative"
priority = "high"
phase = "p"
kind = "check"
check = { type = "command", argv = ["sh", "-c", "echo password=MARKER; env; echo 'Bearer MARKER' >&2; exit 3"] }
[[item]]
id = "asked"
title = "A server that tells what it was asked with"
priority = "high"
phase = "p"
kind = "check"
check = { type = "http", url = "URL", headers_file = "headers", status = 201 }
[[item]]
id = "role"
title = "A login"
priority = "nice"
phase = "p"
kind = "action"
check = { type = "sql", query = "select from pg_roles where rolname = 'law9_item'", expect = "rows == 1" }
do = { type = "sql", statement = "create role law9_item login password 'MARKER'" }
undo = { type = "sql", statement = "drop role law9_item" }
"""
MIGRATION = """
create role law9_role login password 'MARKER';
create extension if not exists postgres_fdw;
create server law9_server foreign data wrapper postgres_fdw options (host 'nowhere');
create user mapping for current_user server law9_server options (user 'x', password 'MARKER');
"""


@pytest.fixture(scope="module")
def guarded(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server that asks for a password."""
    settings = {"shared_preload_libraries": "pg_stat_statements", "fsync": "off"}
    server = Cluster.create(tmp_path_factory.mktemp("guarded"), "server", pg_bin, settings, "127.0.0.1")
    try:
        with running(server):
            with psycopg.connect(server.conninfo(), autocommit=True) as admin:
                admin.execute(f"create role app superuser login password '{MARKER}'")
                admin.execute("create database shop")
            yield server
    finally:
        server.destroy()


@pytest.fixture
def leaky(
    guarded: Cluster, project: Project, home: Path, monkeypatch: pytest.MonkeyPatch, serving: Serving
) -> Iterator[Project]:
    """A project where everything that can be a secret is the marker."""
    monkeypatch.setattr(tempfile, "tempdir", str(project.place))
    dsn = f"host=127.0.0.1 port={guarded.port} user=app dbname=shop"
    for name in ("staging", "production"):
        project.environment(name, dsn)
    folder = project.place / "migrations" / "a1_login"
    folder.mkdir(parents=True)
    (folder / "up.sql").write_text(MIGRATION.replace("MARKER", MARKER))
    (project.place / "runbooks").mkdir()
    url = serving(lambda request: says(f"you came with {request.headers['Authorization']}", 200)(request))
    text = LEAKY.replace("MARKER", MARKER).replace("URL", url)
    (project.place / "runbooks" / "leaky.toml").write_text(text)
    hook = Webhook()
    hook.answer, hook.says = 500, f"token {MARKER} is not known"
    secret(home / ".pgpass", f"127.0.0.1:*:*:app:{MARKER}\n")
    secret(project.place / "headers", f"Authorization: Bearer {MARKER}\n")
    secret(project.place / "hook.url", hook.url(f"/services/{MARKER}"))
    secret(project.place / "hook.key", MARKER)
    monkeypatch.setenv("PGPASSWORD", MARKER)
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write(f'[workload]\npath = "{SAMPLE / "workload"}"\n[runbooks]\npath = "runbooks"\n')
        file.write('[[notify]]\nname = "chat"\nurl_file = "hook.url"\nsecret_file = "hook.key"\ntemplate = "slack"\n')
    yield project
    hook.close()
    with psycopg.connect(guarded.conninfo("shop"), autocommit=True) as admin:
        for statement in ("drop extension if exists postgres_fdw cascade", "drop schema if exists opskit cascade"):
            admin.execute(statement.encode())
        for role in ("law9_role", "law9_item"):
            admin.execute(f"drop role if exists {role}".encode())


def secret(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o600)


def typed(name: str) -> list[str]:
    needs_none = name in NO_ENVIRONMENT or name.partition(" ")[0] in ("ledger", "runbook", "demo")
    return [*name.split(), *WORDS.get(name, []), *([] if needs_none else ["-e", "staging"])]


def given(project: Project, home: Path) -> set[Path]:
    """The files a person has written."""
    return {path for place in (project.place, home) for path in place.rglob("*") if path.is_file()}


def leaks(project: Project, home: Path, before: set[Path], *outcomes: Any) -> list[str]:
    found = [
        f"{stream} of {words}"
        for words, each in outcomes
        for stream in ("out", "err")
        if MARKER in getattr(each, stream)
    ]
    made = {path for place in (project.place, home) for path in place.rglob("*") if path.is_file()} - before
    return found + [f"file {path.name}" for path in made if MARKER.encode() in path.read_bytes()]


def test_every_command_has_words_here() -> None:
    assert {name for name, _ in all_commands()} == WORDS.keys() | ENDLESS
    assert WORDS.keys() >= CHANGES


@pytest.mark.parametrize("form", ["table", "json", "markdown", "html", "junit"])
def test_no_command_says_a_secret(leaky: Project, home: Path, form: str) -> None:
    before = given(leaky, home)
    outcomes = []
    for name in WORDS:
        begin(leaky, name)
        words = [*typed(name), "-o", form]
        outcomes.append((words, leaky.run(*words)))
    assert {each.code for _, each in outcomes} <= {0, 1, 2, 3, 4, 8, 10}, [(w, o.code, o.err) for w, o in outcomes]
    assert leaks(leaky, home, before, *outcomes) == []


def test_no_secret_is_said_or_kept_when_something_is_done(leaky: Project, home: Path, guarded: Cluster) -> None:
    before = given(leaky, home)
    outcomes = []
    for words in DOING:
        where = [] if words[0] == "ledger" else ["-e", "staging"]
        outcomes.append((words, leaky.run(*words, *where)))
    with psycopg.connect(guarded.conninfo("shop"), autocommit=True) as admin:
        recorded = [row[0] for row in admin.execute("select sql from opskit.statement").fetchall()]
    assert any("password '***'" in sql for sql in recorded), recorded
    assert [sql for sql in recorded if MARKER in sql] == [], "nor in the database's own record"
    assert any("***" in each.out for _, each in outcomes), "something was there to be taken out"
    assert leaks(leaky, home, before, *outcomes) == []


@pytest.mark.parametrize("fault", ["password", "server", "secret in opskit.toml", "secret on the command line", "bug"])
def test_no_failure_says_a_secret(
    leaky: Project, home: Path, monkeypatch: pytest.MonkeyPatch, guarded: Cluster, fault: str
) -> None:
    words = ["plan", "-e", "staging"]
    settings = leaky.place / "opskit.toml"
    if fault == "password":
        with psycopg.connect(guarded.conninfo(), autocommit=True) as admin:
            admin.execute("alter role app password 'another'")
    elif fault == "server":
        settings.write_text(settings.read_text().replace(f"port={guarded.port}", "port=1"))
    elif fault == "secret in opskit.toml":
        settings.write_text(settings.read_text().replace("user=app", f"user=app password={MARKER}"))
    elif fault == "secret on the command line":
        words = ["plan", "--dsn", f"postgresql://app:{MARKER}@127.0.0.1:{guarded.port}/shop"]
    else:
        monkeypatch.setattr("opskit.app.plan.proposed", _raises)
    before = given(leaky, home)
    try:
        outcomes = [(each, leaky.run(*each)) for each in (words, [*words, "--json"], [*words, "-o", "html"])]
    finally:
        with psycopg.connect(guarded.conninfo(), autocommit=True) as admin:
            admin.execute(f"alter role app password '{MARKER}'")
    assert all(each.code for _, each in outcomes), [(w, o.out) for w, o in outcomes]
    assert leaks(leaky, home, before, *outcomes) == []


def _raises(*_: object, **__: object) -> None:
    raise RuntimeError(f"cannot connect: host=x password={MARKER} postgresql://app:{MARKER}@x/shop")
