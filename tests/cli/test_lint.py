"""`opskit lint` as a person and as a code review use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from fixtures.program import Project

ALLOWED = "-- opskit: allow create-index-blocking: the table is empty\n"
INDEX = "create index i on t (a);\n"
IN_DOUBT = "alter table t alter column a set not null;\n"  # harmless where a CHECK proves it


def written(project: Project, name: str, text: str | bytes) -> str:
    path = project.place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def enabling(project: Project, *rules: str) -> None:
    project._write()
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write(f"[lint]\nenable = {json.dumps(rules)}\n")


# Exit codes


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("select 1", [], 0),
        ("", [], 0),
        (INDEX, [], 1),
        (INDEX, ["--fail-on", "critical"], 1),
        ("drop table t", ["--fail-on", "warning"], 1),
        ("drop table t", ["--fail-on", "critical"], 0),
        ("create index concurrently on t (a)", ["--fail-on", "info"], 1),
        ("create index concurrently on t (a)", [], 0),
        ("do language plperl 'x'", ["--fail-on", "info"], 3),
        ("select (", [], 7),
    ],
)
def test_the_exit_code_is_the_verdict(project: Project, text: str, words: list[str], code: int) -> None:
    project.run("lint", written(project, "a.sql", text), *words).exits(code)


def test_what_only_the_catalog_can_tell_is_no_failure_and_no_pass(project: Project) -> None:
    outcome = project.run("lint", written(project, "a.sql", "create index if not exists i on t (a);"), "--json")
    found = outcome.exits(3).data["findings"]
    assert found
    assert not any(each["certain"] for each in found if each["severity"] != "info")


def test_nothing_to_lint_is_wrong_usage(project: Project) -> None:
    assert "no path was given" in project.run("lint").exits(2).err


def test_an_unknown_severity_is_wrong_usage(project: Project) -> None:
    project.run("lint", "--fail-on", "grave").exits(2)


def test_a_rule_to_enable_that_does_not_exist_is_a_fault_of_the_file_with_its_line(project: Project) -> None:
    enabling(project, "bigint-key", "no-mony")
    error = project.run("lint", written(project, "a.sql", "select 1")).exits(7).err
    line = (project.place / "opskit.toml").read_text().splitlines().index('enable = ["bigint-key", "no-mony"]') + 1
    assert f"opskit.toml:{line}: lint.enable: there is no rule 'no-mony'; near: no-money" in error


def test_a_rule_of_style_is_asked_for(project: Project) -> None:
    name = written(project, "a.sql", "create table t (price money);")
    project.run("lint", name).exits(0)
    enabling(project, "no-money")
    assert "no-money" in project.run("lint", name, "--fail-on", "info").exits(1).out


# Files


def test_every_fault_of_every_file_is_told_at_once_with_its_place(project: Project) -> None:
    for name, text in {
        "meta": "select 1;\n\\i a.sql\n",
        "open": "select 'open",
        "latin": b"select 1;\n-- \xe9",
        "wide": "select 1".encode("utf-16"),
        "nul": b"select 1;\n sel\0ect",
    }.items():
        written(project, f"sql/{name}.sql", text)
    error = project.run("lint", "sql", "nowhere.sql").exits(7).err
    for said in (
        "sql/meta.sql:2:1: \\i is a command of psql",
        "sql/open.sql:1:8: unterminated",
        "sql/latin.sql:2:4: byte 0xe9 is not UTF-8",
        "sql/wide.sql:1:1: is UTF-16",
        "sql/nul.sql:2:5: holds a NUL",
        "nowhere.sql: is no file",
    ):
        assert said in error
    assert len(project.run("lint", "sql", "nowhere.sql", "--json").document["data"]["why"].splitlines()) == 6


def test_marks_comments_and_line_ends_of_any_kind_are_no_faults(project: Project) -> None:
    names = [
        written(project, "bom.sql", b"\xef\xbb\xbfselect 1;"),
        written(project, "empty.sql", ""),
        written(project, "comments.sql", "-- a\n/* b */"),
        written(project, "crlf.sql", "select 1;\r\nselect 2;\r\n"),
        written(project, "cr.sql", "select 1;\rselect 2;\r"),
    ]
    assert "5 statements of 5 files" in project.run("lint", *names).ok().out


def test_a_folder_that_is_named_like_a_file_is_a_folder(project: Project) -> None:
    written(project, "x.sql/a.sql", INDEX)
    (project.place / "x.sql" / "b.sql").mkdir()
    assert project.run("lint", "x.sql", "--json").exits(1).data["files"] == 1


@pytest.mark.parametrize(("name", "said"), [("empty", "holds no .sql file"), ("r1.py", "naming alembic.ini")])
def test_what_holds_no_sql_is_no_pass(project: Project, name: str, said: str) -> None:
    (project.place / "empty").mkdir()
    written(project, "r1.py", "revision = 'r1'")
    assert said in project.run("lint", name).exits(7).err


def test_a_file_whose_name_is_no_text_is_linted_in_every_format(project: Project) -> None:
    name = b"caf\xe9 %:,.sql".decode("utf-8", "surrogateescape")
    (project.place / name).write_text(INDEX)
    for form in ("table", "json", "markdown", "html", "sarif", "github", "junit"):
        project.run("lint", name, "-o", form).exits(1)


def test_a_long_file_is_linted(project: Project) -> None:
    tables = "".join(f"create table t{n} (id bigint primary key, name text);\n" for n in range(20_000))
    rows = "insert into u values " + ",".join(["(1, 'abcdefgh')"] * 65_000)
    names = [written(project, "many.sql", tables), written(project, "one.sql", rows)]
    assert "20,001 statements of 2 files" in project.run("lint", *names, "--fail-on", "critical").ok().out


# What is told


def test_findings_stand_in_the_order_of_their_lines_and_are_relative_to_the_working_directory(project: Project) -> None:
    written(project, "sql/b.sql", "select 1;\n\ndrop table t;\ndrop table u;\ncreate index concurrently on v (a);\n")
    written(project, "sql/a.sql", INDEX)
    found = project.run("lint", str(project.place / "sql"), "--json").exits(1).data["findings"]
    places = [(each["file"], each["line"]) for each in found]
    assert places == sorted(places)
    assert {file for file, _ in places} == {"sql/a.sql", "sql/b.sql"}


def test_the_page_has_the_gravest_of_a_statement_first_and_says_what_repeats_once(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    many = "".join(f"create index concurrently on t (c{n});\n" for n in range(20))
    first = "create index if not exists i on t (a)"
    lines = project.run("lint", written(project, "a.sql", f"{first};\n{many}")).exits(3).out.splitlines()
    assert max(map(len, lines)) <= 80
    here = lines[lines.index(f"line 1: {first}") + 1 :]
    assert here[0].startswith("CRITICAL  create-index-blocking")
    assert [line.split()[0] for line in here if ":" in line][:2] == ["CRITICAL", "WARNING"]
    assert "lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 8 more:" in lines
    assert sum("cic-unnamed:" in line for line in lines) == 2  # once where it stands, once with what to write instead


def test_what_is_allowed_is_told_apart(project: Project) -> None:
    name = written(project, "a.sql", ALLOWED + INDEX)
    data = project.run("lint", name, "--json").exits(0).data
    (allowed,) = data["suppressed"]
    assert allowed["reason"] == "the table is empty"
    assert (allowed["finding"]["rule"], allowed["finding"]["line"]) == ("create-index-blocking", 2)
    assert "create-index-blocking" not in {each["rule"] for each in data["findings"]}
    assert "a.sql:2 create-index-blocking: the table is empty" in project.run("lint", name).ok().out


# Annotations


def sarif(project: Project, *paths: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(project.run("lint", *paths, "-o", "sarif").exits(1).out)
    return document


def test_sarif_has_what_its_schema_requires(project: Project) -> None:
    """The required properties and the enumerations of the SARIF 2.1.0 schema, for the objects that are used."""
    names = [written(project, "a b%.sql", ALLOWED + INDEX + "drop table t;"), written(project, "b.sql", "do 'x'")]
    document = sarif(project, *names)
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "opskit"
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    for rule in driver["rules"]:
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
    for result in run["results"]:
        assert result["message"]["text"]
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["region"]["startLine"] >= 1
        assert unquote(place["artifactLocation"]["uri"]) in names
        assert " " not in place["artifactLocation"]["uri"]


def test_sarif_keeps_what_is_allowed_with_its_reason(project: Project) -> None:
    (run,) = sarif(project, written(project, "a.sql", ALLOWED + INDEX + "drop table t;"))["runs"]
    allowed = [each for each in run["results"] if "suppressions" in each]
    assert [each["ruleId"] for each in allowed] == ["create-index-blocking"]
    assert allowed[0]["suppressions"] == [{"kind": "inSource", "justification": "the table is empty"}]


def test_an_annotation_is_one_line_whatever_stands_in_the_file(project: Project) -> None:
    """A name with a newline and a workflow command in it ends neither the line nor the title."""
    hostile = 'create index "a\n::error file=x,line=1::%0A gotcha" on "t,:%" (a);'
    lines = project.run("lint", written(project, "a,b:%c.sql", hostile), "-o", "github").exits(1).out.splitlines()
    assert lines
    for line in lines:
        command, text = line.removeprefix("::").split("::", 1)
        assert command.split(" ", 1)[0] in {"error", "warning", "notice"}
        assert "file=a%2Cb%3A%25c.sql,line=1,title=" in command
        assert "\r" not in text
    assert any("%0A::error file=x,line=1::%250A gotcha" in line for line in lines)


# Alembic


REVISION = """
from alembic import op
revision, down_revision = {name!r}, {down!r}
def upgrade():
    {up}
def downgrade():
    {back}
"""


def test_of_alembic_what_is_about_revisions_is_told_with_their_files(project: Project) -> None:
    env = "from alembic import context\ncontext.configure(url='postgresql://')\ncontext.run_migrations()\n"
    written(project, "alembic.ini", "[alembic]\nscript_location = %(here)s\n")
    written(project, "env.py", env)
    for name, down, up, back in (
        (
            "r1",
            None,
            "op.execute('\\n-- opskit: allow truncate: x\\ncreate table t (a integer)')",
            "op.execute('drop table t')",
        ),
        ("r2", "r1", f"op.execute('''{ALLOWED}{INDEX}''')", "pass"),
        ("r3", "r1", "op.execute(str(op.get_bind().execute('select 1').scalar()))", "pass"),
    ):
        written(project, f"versions/{name}.py", REVISION.format(name=name, down=down, up=up, back=back))
    data = project.run("lint", "alembic.ini", "--json").exits(1).data
    found = {(each["rule"], each["file"], each["line"]) for each in data["findings"]}
    assert found >= {
        ("two-heads", "versions/r2.py", 0),
        ("two-heads", "versions/r3.py", 0),
        ("no-downgrade", "versions/r2.py", 0),
        ("downgrade-loses-data", "versions/r1.py", 0),
        ("not-renderable", "versions/r3.py", 5),
        ("unused-suppression", "versions/r1.py", 5),
    }
    assert data["files"] == 3
    assert [each["finding"]["rule"] for each in data["suppressed"]] == ["create-index-blocking"]
    assert "as a whole:" in project.run("lint", "alembic.ini").exits(1).out
    assert "file=versions/r2.py,line=1,title=two-heads" in project.run("lint", "alembic.ini", "-o", "github").out


# With a database


def test_a_server_that_is_not_there_is_unreachable(project: Project) -> None:
    name = written(project, "a.sql", INDEX)
    project.run("lint", name, "--dsn", "host=127.0.0.1 port=1 connect_timeout=2").exits(6)


def test_the_catalog_settles_what_was_in_doubt(project: Project, database: str) -> None:
    project.environment("test", database)
    project.migration("r1_t", "create table t (a integer not null)")
    project.run("apply", "--confirm", "test").ok()
    name = written(project, "a.sql", IN_DOUBT)
    project.run("lint", name, "--fail-on", "info").exits(1)
    data = project.run("lint", name, "-e", "test", "--json").data
    assert data["catalog"]
    assert all(each["certain"] for each in data["findings"])
    assert "set-not-null" not in {each["rule"] for each in data["findings"]}


def test_with_a_database_and_no_path_only_what_is_pending_there_is_linted(project: Project, database: str) -> None:
    project.environment("test", database)
    project.migration("r1_t", "create table t (a integer)", "drop table t")
    project.run("apply", "--confirm", "test").ok()
    assert "Passed over, because test has it: 1 migration." in project.run("lint", "-e", "test").ok().out
    project.migration("r2_i", INDEX, "drop index i")
    data = project.run("lint", "-e", "test", "--json").exits(1).data
    assert (data["files"], data["applied"]) == (2, 1)
    assert {Path(each["file"]).parent.name for each in data["findings"]} == {"r2_i"}
    assert project.run("lint", "--json").exits(1).data["files"] == 4
    assert project.run("lint", "migrations", "-e", "test", "--json").data["files"] == 4
