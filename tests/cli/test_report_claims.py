"""The claims of a document, each type of answer on a real server: verified, refuted, and where it cannot be told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from fixtures.claims import REPORT, Claim, answers, configured, measure, place_of, verdicts
from fixtures.gates import sql
from fixtures.program import Project
from fixtures.server import Connect, new_database
from fixtures.server_log import ServerLog
from psycopg.conninfo import make_conninfo

from opskit.app import claim_kinds
from opskit.scratch.cluster import Cluster

SCHEMA = """
create table customer (id integer primary key, email text unique);
create table item (
    id integer primary key, customer_id integer not null references customer on delete cascade,
    number integer not null, note text
);
insert into customer select g, g || '@example.org' from generate_series(1, 500) as g;
insert into item select g, 1 + g % 500, g / 2, case when g % 10 = 0 then 'x' end from generate_series(1, 60000) as g;
create index item_note on item (note);
create table secret (id integer);
insert into secret select g % 3 from generate_series(1, 9) as g;
alter table secret enable row level security;
create table empty (id integer primary key, a integer);
create view report as select count(*) as items from item;
analyze;
"""
FIRST = """
create index item_customer on item (customer_id);
create unique index item_open on item (number, note) where note is not null;
alter table item add constraint item_key unique (customer_id, id);
"""
RUNBOOK = """\
schema  = 1
items   = 2
metrics = 3
id      = "small"
title   = "A window"
version = "1"
[[phase]]
id    = "p"
title = "P"
[[item]]
id       = "talked"
title    = "Talked"
priority = "high"
phase    = "p"
kind     = "manual"
signoff  = { ask = "Did you?" }
[[item]]
id       = "unsaid"
title    = "Unsaid"
priority = "high"
phase    = "p"
kind     = "manual"
signoff  = { ask = "Did you?" }
[gate.canary]
kind = "before-after"
soak = "0s"
"""
WORKLOAD = {
    "by_customer.sql": "-- title: Items of a customer\n-- param: c = 1 + (random() * 499)::integer\n"
    "select * from item where customer_id = %(c)s",
    "unread.sql": "-- title: Never measured\nselect 1",
    "whole.sql": "-- title: All\nselect count(*) from item where mod(id, 7) = 3",
    "claims.toml": "".join(
        f'[[claim]]\nid = "{name}"\ntext = "T"\nrule = "{rule}"\n'
        for name, rule in {"two": "clients >= 2", "hundred": "clients >= 100", "fast": "p50_ms < 0.0001"}.items()
    ),
}
FILES = {
    "yes.sql": "select true as holds, '100 % of it, by host=db password=hunter2' as measured",
    "no.sql": "-- why\nselect count(*) = 0 as holds, count(*) || ' customers' as measured from customer;",
    "perhaps.sql": "select null::boolean as holds, '' as measured",
    "twice.sql": "select true as holds, g::text as measured from generate_series(1, 2) as g",
    "write.sql": "select pg_catalog.lo_create(0) > 0 as holds, 'a large object' as measured",
    "slow.sql": "select pg_catalog.pg_sleep(30) is null as holds, '' as measured",
    "good/one.sql": "select id from customer; select 2",
    "bad/one.sql": "select nothing from customer",
    "open/one.sql": "select id from nowhere",
    "odd/one.sql": "show all",
}
# id -> verdict expected, answer
CLAIMS = {
    "arithmetic-v": ("verified", 'type = "arithmetic", expression = "500 / 8", expect = "value == 62.5"'),
    "arithmetic-r": ("refuted", 'type = "arithmetic", expression = "0.8 * 60", expect = "value >= 52"'),
    "benchmark-v": (
        "verified", 'type = "benchmark", queries = ["by_customer"], expect = "ratio > 1 and p50_ms < 9999"',
    ),
    "benchmark-r": ("refuted", 'type = "benchmark", queries = ["by_customer", "whole"], expect = "ratio >= 100000"'),
    "benchmark-at": (
        "verified", 'type = "benchmark", queries = ["whole"], at = "a1", expect = "before_p50_ms >= 0.0001"',
    ),
    "benchmark-when": ("not testable", 'type = "benchmark", queries = ["whole"], at = "b2", expect = "p50_ms < 9999"'),
    "benchmark-small": (
        "not testable", 'type = "benchmark", queries = ["by_customer"], expect = "ratio > 2", rows = { item = 100000 }',
    ),
    "benchmark-slow": (
        "refuted", 'type = "benchmark", queries = ["whole"], expect = "p50_ms < 0.0001", rows = { item = 100000 }',
    ),
    "benchmark-same": ("refuted", 'type = "benchmark", queries = ["whole"], expect = "ratio >= 2"'),
    "benchmark-few": ("not testable", 'type = "benchmark", queries = ["whole"], expect = "p99_ms > 0.0001"'),
    "benchmark-gone": ("not testable", 'type = "benchmark", queries = ["unread"], expect = "p50_ms < 9999"'),
    "check-v": ("verified", 'type = "check", slugs = ["foreign_key_orphan"]'),
    "check-r": ("refuted", 'type = "check", slugs = ["table_without_primary_key"]'),
    "check-only": ("verified", 'type = "check", slugs = ["table_without_primary_key"], only = ["public.item"]'),
    "check-gone": ("not testable", 'type = "check", slugs = ["no_such_check"]'),
    "duplicates-v": (
        "verified", 'type = "duplicates", table = "item", columns = ["number"], filter = "note is not null"',
    ),
    "duplicates-r": ("refuted", 'type = "duplicates", table = "public.item", columns = ["number"]'),
    "duplicates-empty": ("not testable", 'type = "duplicates", table = "empty", columns = ["a"]'),
    "duplicates-gone": ("not testable", 'type = "duplicates", table = "nowhere", columns = ["a"]'),
    "duplicates-column": ("not testable", 'type = "duplicates", table = "item", columns = ["nowhere"]'),
    "extension-v": ("verified", 'type = "extension", name = "pg_stat_statements", preloaded = true'),
    "extension-r": ("refuted", 'type = "extension", name = "pgcrypto"'),
    "foreign-keys-v": ("verified", 'type = "foreign-keys", expect = "cascade == 1 and no_action == 0"'),
    "foreign-keys-r": ("refuted", 'type = "foreign-keys", expect = "cascade == 0"'),
    "gate-metric-v": ("verified", 'type = "gate-metric", gate = "canary", metric = "m1"'),
    "gate-metric-r": ("refuted", 'type = "gate-metric", gate = "canary", metric = "m2"'),
    "gate-metric-open": ("not testable", 'type = "gate-metric", gate = "canary", metric = "m3"'),
    "gate-metric-gone": ("not testable", 'type = "gate-metric", gate = "canary", metric = "m9"'),
    "heads": ("not testable", 'type = "alembic-heads"'),
    "index-use-v": ("verified", 'type = "index-use", names = ["item_open"]'),
    "index-use-r": ("refuted", 'type = "index-use", names = ["item_key", "item_number"]'),
    "index-use-open": ("not testable", 'type = "index-use", names = ["item_open", "item_key"]'),
    "indexes-v": ("verified", 'type = "indexes", names = ["item_customer", "public.item_open", "item_key"]'),
    "indexes-r": ("refuted", 'type = "indexes", names = ["item_customer", "item_number"]'),
    "indexes-gone": ("not testable", 'type = "indexes", names = ["item_customer", "item_pkey"]'),
    "load-v": ("verified", 'type = "load", claim = "two"'),
    "load-r": ("refuted", 'type = "load", claim = "fast"'),
    "load-open": ("not testable", 'type = "load", claim = "hundred"'),
    "load-gone": ("not testable", 'type = "load", claim = "nothing"'),
    "locks-v": (
        "verified", 'type = "migration-locks", revision = "b2", expect = "plain_builds == 0 and stops_writes == 0"',
    ),
    "locks-r": ("refuted", 'type = "migration-locks", revision = "a1", expect = "stops_writes == 0"'),
    "locks-counted": (
        "verified", 'type = "migration-locks", revision = "a1", '
        'expect = "statements == 3 and builds == 2 and plain_builds == 2 and stops_writes == 3 and stops_reads == 1"',
    ),
    "locks-doubt": ("not testable", 'type = "migration-locks", revision = "d4", expect = "stops_writes == 0"'),
    "locks-gone": ("not testable", 'type = "migration-locks", revision = "z9", expect = "stops_writes == 0"'),
    "makes-v": (
        "verified", 'type = "migration-makes", revision = "a1", expect = '
        '"indexes == 3 and unique_constraints == 1 and unique_indexes == 1 and partial_indexes == 1 and others == 0"',
    ),
    "makes-r": ("refuted", 'type = "migration-makes", revision = "a1", expect = "indexes == 2"'),
    "makes-gone": ("not testable", 'type = "migration-makes", revision = "z9", expect = "indexes == 2"'),
    "state-v": ("verified", 'type = "migration-state", revision = "a1", state = "applied"'),
    "state-r": ("refuted", 'type = "migration-state", revision = "b2", state = "applied"'),
    "state-gone": ("not testable", 'type = "migration-state", revision = "z9", state = "pending"'),
    "outside": ("not testable", 'type = "not-testable", reason = "it is the application"'),
    "pool-v": ("verified", 'type = "pool", size = 10, overflow = 5, processes = 2'),
    "pool-r": ("refuted", 'type = "pool", size = 20, overflow = 40, processes = 10'),
    "queries-v": ("verified", 'type = "queries-run", folder = "good"'),
    "queries-r": ("refuted", 'type = "queries-run", folder = "bad"'),
    "queries-open": ("not testable", 'type = "queries-run", folder = "open"'),
    "queries-odd": ("not testable", 'type = "queries-run", folder = "odd"'),
    "score-v": ("verified", 'type = "score", dimension = "schema", expect = "score >= 1"'),
    "score-r": ("refuted", 'type = "score", expect = "score > 100"'),
    "score-open": ("not testable", 'type = "score", dimension = "integrity", expect = "score >= 100"'),
    "settings-v": ("verified", 'type = "settings", expect = "max_connections > 5"'),
    "settings-r": ("refuted", 'type = "settings", expect = "max_connections > 500"'),
    "settings-gone": ("not testable", 'type = "settings", expect = "no_such_setting > 5"'),
    "signed-v": ("verified", 'type = "sign-off", ask = "Well?", item = "talked"'),
    "signed-open": ("needs sign-off", 'type = "sign-off", ask = "Well?", item = "unsaid"'),
    "signed-never": ("needs sign-off", 'type = "sign-off", ask = "Well?"'),
    "signed-gone": ("not testable", 'type = "sign-off", ask = "Well?", item = "nothing"'),
    "sql-v": ("verified", 'type = "sql", file = "yes.sql"'),
    "sql-r": ("refuted", 'type = "sql", file = "no.sql"'),
    "sql-null": ("not testable", 'type = "sql", file = "perhaps.sql"'),
    "sql-rows": ("not testable", 'type = "sql", file = "twice.sql"'),
    "sql-writes": ("not testable", 'type = "sql", file = "write.sql"'),
    "sql-slow": ("not testable", 'type = "sql", file = "slow.sql"'),
    "tables-v": ("verified", 'type = "tables", expect = "count == 4"'),
    "tables-r": ("refuted", 'type = "tables", expect = "count == 12"'),
    "unique-v": ("verified", 'type = "unique", table = "item", columns = ["number", "id"]'),
    "unique-partial": ("refuted", 'type = "unique", table = "item", columns = ["note", "number"]'),
    "unique-null": ("refuted", 'type = "unique", table = "customer", columns = ["email"]'),
    "unique-none": ("refuted", 'type = "unique", table = "item", columns = ["customer_id", "number"]'),
    "unique-gone": ("not testable", 'type = "unique", table = "nowhere", columns = ["a"]'),
    "back-v": ("verified", 'type = "way-back", revision = "a1", within = "5m"'),
    "back-r": ("refuted", 'type = "way-back", revision = "a1", within = "0s"'),
    "back-never": ("not testable", 'type = "way-back", revision = "b2", within = "5m"'),
    "loss-v": ("verified", 'type = "way-back", revision = "b2", loses = "nothing"'),
    "loss-r": ("refuted", 'type = "way-back", revision = "c3", loses = "nothing"'),
    "loss-unwritten": ("not testable", 'type = "way-back", revision = "a1", loses = "nothing"'),
    "indexed-v": ("verified", 'type = "workload-indexed", queries = ["by_customer"]'),
    "indexed-r": ("refuted", 'type = "workload-indexed"'),
    "indexed-at": ("refuted", 'type = "workload-indexed", queries = ["whole"], at = "a1"'),
    "indexed-small": ("not testable", 'type = "workload-indexed", queries = ["whole"], rows = { item = 100000 }'),
    "indexed-gone": ("not testable", 'type = "workload-indexed", queries = ["by_customer", "unread"]'),
}  # fmt: skip
# Of these no data is needed: they rest on the document, or on what every login sees of the server.
WITHOUT_DATA = {"arithmetic-v", "pool-v"}
# It takes the five seconds that a query of one's own is given.
SLOW = ("sql-slow",)


def written(project: Project, *left_out: str) -> Project:
    for name, text in FILES.items():
        (project.place / name).parent.mkdir(exist_ok=True)
        (project.place / name).write_text(text, encoding="utf-8")
    blocks = [
        f'[[claim]]\nid = "{name}"\ntext = "T {name}"\nwhere = "W"\nanswer = {{ {answer} }}\n'
        for name, (_, answer) in CLAIMS.items()
        if name not in left_out
    ]
    (project.place / "claims.toml").write_text('source = "The summary"\n' + "".join(blocks), encoding="utf-8")
    configured(project, f'{REPORT}[runbooks]\npath = "runbooks"\n[workload]\npath = "workload"\n')
    for folder, files in {"workload": WORKLOAD, "runbooks": {"small.toml": RUNBOOK + metrics()}}.items():
        (project.place / folder).mkdir()
        for name, text in files.items():
            (project.place / folder / name).write_text(text, encoding="utf-8")
    return project


def metrics() -> str:
    asked = (sql("0"), sql("1"), sql("null::integer"))
    return "".join(
        f'[[gate.canary.metric]]\nid = "m{number}"\ntitle = "M"\n{each}\n' for number, each in enumerate(asked, 1)
    )


def migrations(project: Project) -> None:
    project.migration("a1_first", FIRST)
    project.migration("b2_second", "create index concurrently item_number on item (number);", "drop index item_number;")
    project.migration("c3_third", "alter table item add column seen integer;", "alter table item drop column number;")
    project.migration("d4_fourth", "call tidy();")


@pytest.fixture(scope="module")
def shop(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Claim]]:
    """All claims, of a database in which something was done."""
    with place_of(tmp_path_factory.mktemp("shop")) as project, new_database(cluster) as conninfo:
        with psycopg.connect(conninfo, autocommit=True) as session:
            session.execute(SCHEMA.encode())
            session.execute("create extension pg_stat_statements")
        migrations(project.environment("test", conninfo))
        written(project)
        first = ("--to", "a1", "--confirm", "test")
        for words in (
            ("apply", *first), ("rollback", "--to", "base", "--confirm", "test"), ("apply", *first),
            ("checklist", "sign", "talked", "--runbook", "small", "--reason", "we talked it over"),
        ):  # fmt: skip
            project.run(*words).ok()
        times = {"by_customer": (9.0, 0.3, "item_customer"), "whole": (9.0, 8.0, "")}
        measure(project, "measured", project.place / "workload", times, {"item": 60_000})
        project.run("bench", "--load", "by_customer", "--clients", "2", "--duration", "1s", "--warm-up", "0s")
        project.run("gate", "run", "canary", "--runbook", "small", "-e", "test")
        yield answers(project, "--runbook", "small")


def test_each_answer_on_a_real_server(shop: dict[str, Claim]) -> None:
    assert verdicts(shop) == {name: verdict for name, (verdict, _) in CLAIMS.items()}


def test_every_type_of_answer_is_tried_as_verified_as_refuted_and_where_it_cannot_be_told() -> None:
    tried: dict[str, set[str]] = {name: set() for name in claim_kinds.shapes()}
    for verdict, answer in CLAIMS.values():
        tried[answer.split('"')[1]].add(verdict)
    every = {"verified", "refuted", "not testable"}
    assert {name: every - seen for name, seen in tried.items() if every - seen} == {
        "alembic-heads": {"verified", "refuted"},  # see test_the_heads_of_an_alembic_project
        "arithmetic": {"not testable"},
        "extension": {"not testable"},
        "foreign-keys": {"not testable"},  # of a database without any, below
        "not-testable": {"verified", "refuted"},
        "pool": {"not testable"},
        "sign-off": {"refuted"},
        "tables": {"not testable"},  # of an empty database, below
    }


def test_what_was_found_is_told_with_its_reason_and_its_evidence(shop: dict[str, Claim]) -> None:
    assert shop["pool-r"]["measured"] == (
        "(20 + 40) x 10 = 600 connections; the server lets in 57 (max_connections 60, 3 reserved)"
    )
    assert shop["duplicates-r"]["measured"] == "30,000 values of (number) are there more than once, in 60,000 rows" or (
        shop["duplicates-r"]["measured"].startswith("29,999 values of (number)")
    )
    assert shop["unique-partial"]["reason"].startswith("only for rows with (note IS NOT NULL)")
    assert shop["unique-null"]["reason"] == "NULL is like no other NULL: rows without email may be alike"
    assert shop["locks-r"]["measured"] == (
        "3 statements: 3 stop writes, 1 of them reads too; 0 of 2 index builds are CONCURRENTLY"
    )
    assert shop["sql-v"]["measured"] == "100 % of it, by host=db password=***"
    assert "read-only" in shop["sql-writes"]["reason"]
    assert "statement timeout" in shop["sql-slow"]["reason"]
    assert shop["queries-r"]["reason"].startswith('one: column "nothing" does not exist')
    assert shop["check-v"]["evidence"] == ["check:foreign_key_orphan"]
    assert shop["tables-v"]["evidence"] == ["part:claims"]
    assert shop["benchmark-v"]["evidence"][0].startswith("event:")
    assert shop["benchmark-at"]["evidence"] == shop["benchmark-v"]["evidence"]
    assert shop["signed-v"]["measured"] == "signed by postgres"
    assert shop["signed-open"]["next"].startswith("opskit checklist sign unsaid --runbook small")
    assert shop["load-open"]["reason"] == "--clients 100 would tell"
    assert all(each["reason"] for each in shop.values() if each["verdict"] in ("not testable", "needs sign-off"))


def test_where_nothing_is_seen_nothing_is_verified(
    stranger: str, project: Project, database: str, connect: Connect
) -> None:
    """An empty database, an empty ledger, and a login without a single right."""
    migrations(project.environment("test", make_conninfo(database, user=stranger)))
    found = verdicts(answers(written(project, *SLOW), "--runbook", "small"))
    # What a revision is written as stands in its file.
    files = {"locks-v", "locks-counted", "makes-v", "loss-v"}
    literal = {"sql-v", "settings-v"}
    seen = {name for name, verdict in found.items() if verdict == "verified"}
    assert seen <= WITHOUT_DATA | files | literal
    assert found["tables-v"] == found["foreign-keys-v"] == found["score-v"] == "not testable"


def test_what_row_security_hides_is_not_verified(
    stranger: str, project: Project, database: str, connect: Connect
) -> None:
    admin = connect(database)
    admin.execute(SCHEMA)
    admin.execute(f"grant select on secret to {stranger}")
    admin.execute(f"create policy few on secret to {stranger} using (false)")
    project.environment("test", make_conninfo(database, user=stranger))
    (project.place / "claims.toml").write_text(
        'source = "S"\n[[claim]]\nid = "a"\ntext = "T"\nwhere = "W"\n'
        'answer = { type = "duplicates", table = "secret", columns = ["id"] }\n'
    )
    configured(project, REPORT)
    found = answers(project)["a"]
    assert found["verdict"] == "not testable"
    assert "row-level security" in found["reason"]


@pytest.fixture
def stranger(cluster: Cluster) -> Iterator[str]:
    with psycopg.connect(cluster.conninfo(), autocommit=True) as admin:
        admin.execute("create role claims_stranger login")
        try:
            yield "claims_stranger"
        finally:
            admin.execute("drop role claims_stranger")


def test_a_file_with_faults_is_told_as_not_checked_and_takes_nothing_with_it(project: Project, database: str) -> None:
    project.environment("test", database)
    (project.place / "claims.toml").write_text('source = "S"\n[[claim]]\nid = "a"\n')
    configured(project, REPORT)
    data = project.run("report", "--json").ok().data
    (gap,) = [each for each in data["not_checked"] if each["what"] == "the claims"]
    assert data["claims"] is None
    assert "claims.toml:2: claim a: Object missing required field `text`" in gap["why"]


def test_without_the_key_nothing_is_claimed_and_nothing_is_missing(project: Project, database: str) -> None:
    data = project.environment("test", database).run("report", "--json").ok().data
    assert data["claims"] is None
    assert "the claims" not in {each["what"] for each in data["not_checked"]}
    assert "claims" not in project.run("report").ok().out


def test_the_page_counts_them_and_hostile_text_stays_text(project: Project, database: str) -> None:
    project.environment("test", database)
    block = '[[claim]]\nid = "{}"\ntext = "\\u001b[31mT"\nwhere = "W"\nanswer = {{ {} }}\n'
    chosen = ("arithmetic-v", "arithmetic-r", "pool-r", "signed-never", "outside")
    (project.place / "claims.toml").write_text(
        'source = "S"\n' + "".join(block.format(name, CLAIMS[name][1]) for name in chosen)
    )
    configured(project, REPORT)
    page = project.run("report").ok().out
    (line,) = [line for line in page.splitlines() if line.startswith("claims ")]
    assert line.split(maxsplit=1)[1] == "1 verified, 2 refuted, 1 need sign-off, 1 not testable"
    assert "\x1b" not in page


def test_nothing_is_written_to_the_database(
    on: Callable[[str], Project], database: str, server_log: Callable[[str], ServerLog]
) -> None:
    project = on(database)
    migrations(project)
    log = server_log(database)
    answers(written(project, *SLOW), "--runbook", "small")
    words = {logged.sql.split()[0].lower() for logged in log.statements("opskit/") if logged.sql.strip()}
    assert words <= {"select", "with", "--", "set", "show", "explain", "begin", "rollback", "savepoint"}


def test_the_heads_of_an_alembic_project(project: Project, database: str, alembic_copy: Callable[[], Path]) -> None:
    project.environment("test", database)
    (project.place / "claims.toml").write_text(
        'source = "S"\n[[claim]]\nid = "a"\ntext = "1 command"\nwhere = "W"\nanswer = { type = "alembic-heads" }\n'
    )
    versions = alembic_copy()
    found = answers(project)["a"]
    assert (found["verdict"], found["measured"]) == ("refuted", "2 heads: h8c2d6e5f4g3, g7b1c5d4e3f2")
    next(versions.glob("h8*")).unlink()
    found = answers(project)["a"]
    assert (found["verdict"], found["measured"]) == ("verified", "1 head: g7b1c5d4e3f2")


@pytest.fixture
def alembic_copy(project: Project) -> Callable[[], Path]:
    """Makes the sample's Alembic project the configured one; gives its folder of revisions."""

    def made() -> Path:
        source = Path(__file__).parents[1] / "alembic_intowork"
        shutil.copytree(source, project.place / "backend", ignore=shutil.ignore_patterns("__pycache__"))
        settings = project.place / "opskit.toml"
        text = settings.read_text().replace(
            'source = "sql"\npath = "migrations"', 'source = "alembic"\npath = "backend/alembic.ini"'
        )
        settings.write_text(text + REPORT)
        return project.place / "backend" / "versions"

    return made
