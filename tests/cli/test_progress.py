"""What an operator sees and a program reads while a run is at work: bars on a terminal, lines off it, a stream of
events with -o jsonl. Nothing but the answer, or the stream, is on stdout."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import click
import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect
from fixtures.waiting import until

from opskit.app.context import Context, open_context
from opskit.app.progress import watching
from opskit.catalog.configuration import choose, load
from opskit.cli.opened import voice
from opskit.cli.voices.live import LiveVoice
from opskit.cli.voices.plain import PlainVoice
from opskit.cli.voices.stream import StreamVoice
from opskit.core.activity import Activity, Build, Running
from opskit.core.ledger import Event

On = Callable[[str], Project]
Held = Callable[..., Project]
INDEX = 'create index "[red]x[/red]" on t (a)'
WAITING = """
select clock_timestamp() from pg_stat_progress_create_index
where phase = 'waiting for old snapshots' and %s = any (pg_blocking_pids(pid))
"""
# The session that looks has looked since, and whoever watches is told.
LOOKED = """
select 1 from pg_stat_activity
where application_name like 'opskit/%%/progress' and state = 'idle' and query ~ 'blocks_done' and query_start > %s
"""
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@contextmanager
def beside(action: Callable[[], object]) -> Iterator[None]:
    thread = threading.Thread(target=action)
    thread.start()
    try:
        yield
    finally:
        thread.join()


@contextmanager
def let_go_after(holder: psycopg.Connection[Any]) -> Iterator[None]:
    """Also when the test fails: nobody is to wait for ever."""
    try:
        yield
    finally:
        holder.execute("commit")


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opskit.cli.voices.plain.PlainVoice.every_s", 0.2)
    monkeypatch.setattr("opskit.cli.voices.stream.StreamVoice.every_s", 0.2)


@pytest.fixture
def held(on: On, database: str, connect: Connect) -> Iterator[Held]:
    """`held(seconds)`: a project with an index to build, whose end an old snapshot holds up until a look has seen it
    (or what is given instead has come), and for so long after."""
    releases: list[threading.Thread] = []

    def hold(seconds: float, instead: Callable[[], object] | None = None) -> Project:
        reader, admin = connect(database, application_name="nightly report"), connect(database)
        reader.execute("create table t as select 1 as a")
        reader.execute("begin isolation level repeatable read")
        reader.execute("select * from t")

        def release() -> None:
            with let_go_after(reader):
                (since,) = until(lambda: admin.execute(WAITING, [reader.info.backend_pid]).fetchone())
                until(instead or (lambda: admin.execute(LOOKED, [since]).fetchone()))
                time.sleep(seconds)

        releases.append(threading.Thread(target=release))
        releases[0].start()
        return on(database).migration("r1_i", INDEX)

    yield hold
    for release in releases:
        release.join()


class Heard:
    """A voice that keeps what it is shown."""

    every_s = 0.05

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.looks: list[Sequence[Activity]] = []

    def tell(self, sentence: str) -> None:
        self.sentences.append(sentence)

    def activity(self, now: Sequence[Activity]) -> None:
        self.looks.append(now)

    def event(self, event: Event) -> None:
        pass


def heard(project: Project) -> tuple[Context, Heard]:
    ear, settings = Heard(), load(project.place)
    return open_context(settings, choose(settings, "test", ""), ear), ear


def test_off_a_terminal_a_build_is_told_of_once_for_each_phase_not_at_each_look(held: Held) -> None:
    outcome = held(0.7).run("apply", "--confirm", "test").ok()
    lines = [line for line in outcome.err.splitlines() if "waiting for old snapshots" in line]
    # The look of the fixture itself may be an old snapshot too, and is then waited for, and told of, on its own.
    told = [line for line in lines if "waits for" in line and "nightly report" in line]
    assert len(told) == 1
    assert re.match(
        r'opskit: public\."\[red\]x\[/red\]": waiting for old snapshots, \d of \d transactions? gone', told[0]
    )
    assert re.search(
        r"waits for pid \d+ \(\w+, nightly report, idle in transaction for \d+ s\): select \* from t", told[0]
    )


def test_a_build_that_does_nothing_new_is_heard_of_again_after_a_while(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 9.0, 10.0, 11.0])
    monkeypatch.setattr("opskit.cli.voices.plain.time.monotonic", lambda: next(clock))
    plain, build = PlainVoice(), Build(1, "i", "waiting for old snapshots", 0.0)
    counts = [plain.activity([build]) or capsys.readouterr().err.count("\n") for _ in range(4)]
    assert counts == [1, 0, 1, 0]


def test_a_plain_run_has_nothing_but_its_answer_on_stdout(held: Held) -> None:
    outcome = held(0.3).run("apply", "--confirm", "test").ok()
    assert outcome.out.splitlines()[:2] == ["", "Applied to test"]
    assert "opskit:" not in outcome.out


def test_a_stream_holds_what_the_ledger_holds_as_it_happens_and_ends_with_the_answer(held: Held) -> None:
    project = held(0.7)
    outcome = project.run("apply", "--confirm", "test", "-o", "jsonl").ok()
    *events, answer = [json.loads(line) for line in outcome.out.splitlines()]
    trail = [each for each in events if not each["event"].endswith(".progress")]
    recorded = [json.loads(line) for line in project.run("ledger", "export").ok().out.splitlines()]
    assert [(each["seq"], each["hash"]) for each in trail] == [(each["seq"], each["hash"]) for each in recorded]
    assert (trail[0]["event"], trail[-1]["event"]) == ("run.started", "run.finished")
    assert {each["run"] for each in events} == {answer["run"]}
    places = [place for place, each in enumerate(events) if each["event"] == "build.progress"]
    assert 0 < places[0] < len(events) - 1

    whole = project.migration("r2_t", "create table u ()").run("apply", "--confirm", "test", "--json").ok().document
    assert answer.keys() == whole.keys()
    assert answer["data"].keys() == whole["data"].keys()
    assert (answer["schema"], answer["exit_code"], answer["changed"]) == ("opskit/apply/1", 0, True)


def test_a_build_in_a_stream_says_what_it_does_and_whom_it_waits_for(held: Held) -> None:
    outcome = held(0.7).run("apply", "--confirm", "test", "-o", "jsonl").ok()
    builds = [each for each in map(json.loads, outcome.out.splitlines()) if each.get("event") == "build.progress"]
    # the server's own sessions (an autovacuum that analyses) may have been waited for before
    build = next(each for each in builds if "nightly report" in {who["application"] for who in each["waits_for"]})
    assert (build["index"], build["phase"]) == ('public."[red]x[/red]"', "waiting for old snapshots")
    assert (build["unit"], build["eta_s"]) == ("transactions", None)
    assert build["done"] < build["total"]


def test_a_rollback_streams_too(on: On, database: str) -> None:
    project = on(database).migration("r1_t", "create table t (a integer)")
    project.run("apply", "--confirm", "test").ok()
    lines = (
        project.run("rollback", "--confirm", "test", "-o", "jsonl", "--accept-data-loss", "--no-dump")
        .ok()
        .out.splitlines()
    )
    assert [json.loads(lines[place])["event"] for place in (0, -2)] == ["run.started", "run.finished"]
    assert json.loads(lines[-1])["schema"] == "opskit/rollback/1"


def test_a_stream_that_fails_ends_with_the_error(on: On, database: str, connect: Connect) -> None:
    connect(database).execute("create view v as select 0 as a")
    project = on(database).migration("r1_x", "create table t (b integer); insert into t select 1 / a from v")
    outcome = project.run("apply", "--confirm", "test", "-o", "jsonl")
    *events, error = [json.loads(line) for line in outcome.out.splitlines()]
    assert events[-1]["event"] == "run.finished"
    assert (error["schema"], error["exit_code"]) == ("opskit/error/1", outcome.code)
    assert "division by zero" in error["data"]["what"] + error["data"]["why"]


@pytest.mark.parametrize(
    "words", [["-o", "jsonl"], ["-ojsonl"], ["--output=jsonl"], ["-o", "json"], ["--json"]], ids=" ".join
)
def test_an_error_before_anything_is_a_document_too(on: On, database: str, words: list[str]) -> None:
    outcome = on(database).run("apply", "-e", "nowhere", *words).exits(2)
    assert outcome.document["schema"] == "opskit/error/1"
    assert (len(outcome.out.splitlines()) == 1) == ("jsonl" in "".join(words))


def test_a_bug_ends_a_stream_too_and_may_have_changed_something(
    on: On, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("opskit.app.apply.propose", broken)
    document = on(database).run("apply", "-o", "jsonl").exits(70).document
    assert (document["schema"], document["exit_code"], document["changed"]) == ("opskit/error/1", 70, True)
    Path(document["data"]["why"].removeprefix("the traceback is in ")).unlink()


def test_2_for_a_stream_into_a_file(on: On, database: str) -> None:
    outcome = on(database).run("apply", "-o", "jsonl", "-O", "run.jsonl").exits(2)
    assert "a stream of events goes to stdout (nothing was changed)" in outcome.err
    assert "next: -o jsonl > run.jsonl" in outcome.err


def test_a_reader_that_goes_away_stops_no_run(on: On, database: str, connect: Connect) -> None:
    project = on(database).migration("r1_t", "create table t (a integer); create table u (a integer)")
    reads, writes = os.pipe()
    os.close(reads)
    argv = [sys.executable, "-m", "opskit", "apply", "--confirm", "test", "-o", "jsonl"]
    done = subprocess.run(argv, cwd=project.place, stdout=writes, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writes)
    assert "Traceback" not in done.stderr
    assert connect(database).execute(
        "select to_regclass('t') is not null and to_regclass('u') is not null"
    ).fetchone() == (True,)
    assert json.loads(project.run("ledger", "export").out.splitlines()[-1])["body"]["outcome"] == "applied"


def on_a_terminal(project: Project, *words: str, **environ: str) -> str:
    """All that the program writes to a terminal as its stderr."""
    ours, theirs = pty.openpty()
    argv = [sys.executable, "-m", "opskit", *words]
    process = subprocess.Popen(
        argv, cwd=project.place, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs,
        env={**os.environ, "TERM": "xterm", **environ},
    )  # fmt: skip
    os.close(theirs)
    drawn = b""
    with suppress(OSError):  # the other end is closed
        while piece := os.read(ours, 65536):
            drawn += piece
    assert process.wait() == 0, drawn
    os.close(ours)
    return drawn.decode()


def test_on_a_terminal_a_build_has_a_bar_of_its_own_and_its_name_is_no_markup(held: Held) -> None:
    drawn = on_a_terminal(held(1.2), "apply", "--confirm", "test")
    text = ESCAPES.sub("", drawn)
    assert 'public."[red]x[/red]"' in text
    assert re.search(r"waiting for old snapshots, \d of \d transactions? gone", text)
    assert re.search(r"waits for pid \d+ \(\w+, nightly report, idle in transaction for \d+ s\)", text)
    assert "\x1b[2K" in drawn  # drawn anew in its place
    assert "\x1b[31m" not in drawn
    assert drawn.count("\x1b[?25h") >= drawn.count("\x1b[?25l") > 0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "options", "expected"),
    [
        ({}, {}, LiveVoice),
        ({}, {"color": "never"}, PlainVoice),
        ({"NO_COLOR": "1"}, {}, PlainVoice),
        ({"TERM": "dumb"}, {"color": "always"}, PlainVoice),
        ({}, {"output": "json"}, LiveVoice),
        ({}, {"output": "jsonl"}, StreamVoice),
    ],
    ids=["terminal", "never", "no color", "dumb", "json", "jsonl"],
)
def test_bars_are_for_a_terminal_that_may_be_drawn_on(
    environ: dict[str, str], options: dict[str, str], expected: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", **environ}.items():
        monkeypatch.setenv(name, value)
    with click.Context(click.Command("apply")) as ctx:
        ctx.meta.update({f"opskit.{name}": value for name, value in options.items()})
        monkeypatch.setattr(sys, "stderr", Terminal())
        assert type(voice()) is expected
        monkeypatch.setattr(sys, "stderr", io.StringIO())
        assert type(voice()) is (PlainVoice if expected is LiveVoice else expected)


def test_off_a_terminal_no_library_for_bars_is_loaded(held: Held) -> None:
    probe = (
        "import sys\nfrom opskit.cli.main import run\nfrom opskit.cli.voices.plain import PlainVoice\n"
        "PlainVoice.every_s = 0.2\n"
        "run(['apply', '--confirm', 'test'])\nprint('loaded:', 'rich' in sys.modules, file=sys.stderr)"
    )
    argv = [sys.executable, "-c", probe]
    done = subprocess.run(argv, cwd=held(0.7).place, capture_output=True, text=True, check=True)
    assert "waiting for old snapshots" in done.stderr
    assert done.stderr.splitlines()[-1] == "loaded: False"


def test_all_builds_of_a_run_are_seen_and_those_of_others_are_not(on: On, database: str, connect: Connect) -> None:
    context, ear = heard(on(database))
    reader, owners = connect(database), ["opskit/another/apply", *map(context.application, ("apply", "job 2"))]
    reader.execute("create table t0 (a integer); create table t1 (a integer); create table t2 (a integer)")
    reader.execute("begin isolation level repeatable read")
    reader.execute("select * from t0")
    builders = [connect(database, application_name=name) for name in owners]

    def build(place: int, builder: psycopg.Connection[Any]) -> None:
        builder.execute(f"create index concurrently i{place} on t{place} (a)")

    def both_wait() -> bool:
        return bool(ear.looks) and len([each for each in ear.looks[-1] if each.waits_for]) == 2

    with watching(context), ExitStack() as stack:
        for place, builder in enumerate(builders):
            stack.enter_context(beside(partial(build, place, builder)))
        with let_go_after(reader):
            until(both_wait)
    shown = {each.index for look in ear.looks for each in look if isinstance(each, Build)}
    assert shown == {"public.i1", "public.i2"}
    assert ear.looks[-1] == ()
    assert ear.sentences == []


def test_another_statement_says_for_whom_it_waits(on: On, database: str, connect: Connect) -> None:
    context, ear = heard(on(database))
    holder, writer = (
        connect(database, application_name="etl"),
        connect(database, application_name=context.application("apply")),
    )
    holder.execute("create table t (a integer)")
    holder.execute("begin; lock table t in access share mode")
    with watching(context), beside(lambda: writer.execute("alter table t add column b integer")), let_go_after(holder):
        until(lambda: ear.looks and any(each.waits_for for each in ear.looks[-1]))
    statement = next(each for look in ear.looks for each in look if each.waits_for)
    assert isinstance(statement, Running)
    assert (statement.pid, statement.sql) == (writer.info.backend_pid, "alter table t add column b integer")
    (found,) = statement.waits_for
    assert (found.pid, found.application, found.state) == (holder.info.backend_pid, "etl", "idle in transaction")


def test_the_session_that_looks_reads_only_and_holds_no_snapshot(on: On, database: str, connect: Connect) -> None:
    context, ear = heard(on(database))
    admin = connect(database)
    look = "from pg_stat_activity where application_name like 'opskit/%/progress'"
    with watching(context):
        until(lambda: len(ear.looks) > 2)
        until(lambda: admin.execute(f"select 1 {look} and state = 'idle'").fetchone())
        assert admin.execute(f"select xact_start, backend_xmin {look} and state = 'idle'").fetchall() in (
            [(None, None)],
            [],
        )
    until(lambda: admin.execute(f"select count(*) {look}").fetchone() == (0,))


def test_a_connection_for_looking_that_is_lost_disturbs_nothing(held: Held, connect: Connect, database: str) -> None:
    admin, killed = connect(database), threading.Event()
    project = held(1, killed.is_set)
    kill = "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'opskit/%/progress'"

    def once() -> None:
        until(lambda: admin.execute(kill).fetchone())
        killed.set()

    with beside(once):
        outcome = project.run("apply", "--confirm", "test").ok()
    assert outcome.err.count("no progress can be shown: ") == 1
    assert "Traceback" not in outcome.err
