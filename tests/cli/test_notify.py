"""Who is told of a run, over a real web server: what arrives, what is tried again, and that nothing of it is felt."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fixtures.program import Outcome, Project
from fixtures.server import Connect
from fixtures.webhook import Received, Webhook

from opskit.app.announcing import END_S, outbox_path
from opskit.store.outbox import Outbox
from opskit.store.sqlite_ledger import SqliteLedger

On = Callable[[str], Project]
MARKER = "swordfish-4711"
APPLY = ("apply", "--confirm", "test")
# What an apply of one migration tells.
STARTED_AND_FINISHED = ["run.started", "run.finished"]

# opskit that dies right after the ledger has taken in its first event of a kind.
DYING = """
import os, signal, sys
from opskit.cli.main import run
from opskit.store.outbox import Outbox
from opskit.store.sqlite_ledger import SqliteLedger
append = SqliteLedger.append
def dying(self, entry):
    event = append(self, entry)
    if entry.kind == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)
    return event
SqliteLedger.append = dying
sys.exit(run(sys.argv[2:]))
"""
# A run that waits for one time-out of a webhook takes five seconds longer; two runs alike may differ by much on a busy
# machine.
DIFFER_S = 4.5


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine the second that a run waits for its letters is too short, and the pause after a failure is over
    before the run is: see `due_now`."""
    monkeypatch.setattr("opskit.app.announcing.END_S", 30.0)
    monkeypatch.setattr("opskit.app.courier.FIRST_PAUSE_S", 600.0)


@pytest.fixture
def hurried(unhurried: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits for no more than the second."""
    monkeypatch.setattr("opskit.app.announcing.END_S", END_S)


@pytest.fixture
def quiet(database: str, on: On, connect: Connect) -> Project:
    """A project with one migration, in which nobody is told of anything."""
    connect(database).execute("create table public.first (id integer primary key, note text)")
    return on(database).migration("r1_index", "create index first_note on public.first (note)")


def notifying(project: Project, url: str, more: str = "", name: str = "team") -> Project:
    hook = project.place / f"{name}.url"
    hook.write_text(f"{url}\n")
    hook.chmod(0o600)
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write(f'[[notify]]\nname = "{name}"\nurl_file = "{hook.name}"\n{more}\n')
    return project


@pytest.fixture
def told(quiet: Project, webhook: Webhook) -> Project:
    """The same, and the webhook is told."""
    return notifying(quiet, webhook.url(f"/{MARKER}"))


def letters(column: str = "count(*)") -> list[Any]:
    with closing(sqlite3.connect(outbox_path())) as outbox:
        return [row[0] for row in outbox.execute(f"select {column} from letter order by 1")]


def due_now() -> None:
    """As if the pause after a failure were over."""
    with closing(sqlite3.connect(outbox_path(), isolation_level=None)) as outbox:
        outbox.execute("update letter set next_at = 0 where delivered_at is null")


def test_an_apply_is_told_when_it_begins_and_when_it_ends(told: Project, webhook: Webhook) -> None:
    run = told.run(*APPLY, "--json").ok().document["run"]
    started, finished = (each.document for each in webhook.received)
    events = {event.entry.kind: event for event in SqliteLedger(told.ledger).events()}
    assert [started["kind"], finished["kind"]] == STARTED_AND_FINISHED
    assert started["id"] == started["ledger_head"] == events["run.started"].hash
    assert started["plan"] == events["run.started"].entry.body["digest"]
    assert finished["id"] == events["run.finished"].hash
    assert (finished["run"], finished["environment"], finished["status"]) == (run, "test", "applied")
    assert finished["actor"] == events["run.finished"].entry.operator
    assert "create index" not in str([started, finished])
    assert told.run("ledger", "deliver").ok().out.startswith("DONE  0 notifications delivered now")


def test_what_only_looks_tells_nothing_and_makes_no_outbox(told: Project, webhook: Webhook) -> None:
    for words in (("apply", "-n"), ("plan",), ("doctor",), ("ledger", "deliver"), ("report",), ("config", "show")):
        told.run(*words)
    assert webhook.received == []
    assert not outbox_path().exists()


def test_a_rollback_that_is_signed_verifies_with_the_key(told: Project, webhook: Webhook) -> None:
    key = told.place / "team.key"
    key.write_text(f"{MARKER}-key\n")
    with (told.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write(f'secret_file = "{key.name}"\n')
    told.run(*APPLY).ok()
    told.run("rollback", "--confirm", "test").ok()
    assert webhook.received[-1].document["status"] == "undone"
    assert [each for each in webhook.received if not verified(each, f"{MARKER}-key")] == []
    assert not verified(webhook.received[0], "another key")
    assert abs(int(webhook.received[0].headers["X-Opskit-Timestamp"]) - time.time()) < 60


def verified(request: Received, key: str) -> bool:
    text = request.headers["X-Opskit-Timestamp"].encode() + b"." + request.body
    return request.headers["X-Opskit-Signature"] == f"sha256={hmac.new(key.encode(), text, hashlib.sha256).hexdigest()}"


def test_a_target_gets_its_kinds_of_its_environments_in_its_format(quiet: Project, webhook: Webhook) -> None:
    notifying(quiet, webhook.url("/slack"), 'template = "slack"\nevents = ["run.finished"]', "slack")
    notifying(quiet, webhook.url("/teams"), 'template = "teams"\nevents = ["run.started"]', "teams")
    notifying(quiet, webhook.url("/other"), 'environments = ["production"]', "other")
    quiet.run(*APPLY).ok()
    assert sorted(each.path for each in webhook.received) == ["/slack", "/teams"]
    texts = {each.path: each.body.decode() for each in webhook.received}
    assert json.loads(texts["/slack"])["text"].startswith("APPLIED test: apply ended, by ")
    assert "STARTED test: apply started, " in texts["/teams"]


def test_a_signed_item_is_told_without_the_sentence(told: Project, webhook: Webhook) -> None:
    runbook = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8").partition("```toml\n")[2]
    (told.place / "runbooks").mkdir()
    (told.place / "runbooks" / "backup.toml").write_text(runbook.partition("```")[0].replace("needs ", "# needs "))
    with (told.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[runbooks]\npath = "runbooks"\n')
    words = ("--runbook", "backup", "--evidence", f"text {MARKER}", "--reason", f"restored it, {MARKER}")
    told.run("checklist", "sign", "backup-fresh", *words).ok()
    (request,) = webhook.received
    assert (request.document["item"], request.document["status"]) == ("backup-fresh", "signed")
    assert MARKER not in request.body.decode()


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_is_answered_otherwise_is_tried_again_later(told: Project, webhook: Webhook, status: int) -> None:
    webhook.answer = status
    told.run(*APPLY).ok()
    assert webhook.kinds() == STARTED_AND_FINISHED
    outcome = told.run("ledger", "deliver", "--json").exits(3)
    assert len(webhook.received) == 2, "not before its pause is over"
    assert [(each["target"], each["kind"], each["attempts"]) for each in outcome.data["undelivered"]] == [
        ("team", "run.started", 1), ("team", "run.finished", 1),
    ]  # fmt: skip
    assert {each["error"].partition(",")[0] for each in outcome.data["undelivered"]} == {f"it answered {status}"}
    due_now()
    webhook.answer = 200
    assert told.run("ledger", "deliver", "--json").ok().data["delivered"] == 2
    assert webhook.kinds() == STARTED_AND_FINISHED * 2
    assert {each.path for each in webhook.received} == {f"/{MARKER}"}


def test_the_next_call_that_records_something_delivers_what_was_left(told: Project, webhook: Webhook) -> None:
    webhook.answer = 500
    told.run(*APPLY).ok()
    due_now()
    webhook.answer = 200
    told.run("plan").ok()
    assert len(webhook.received) == 2, "looking sends nothing"
    told.run("verify", "schema")
    assert webhook.kinds() == STARTED_AND_FINISHED * 2


def elapsed(project: Project) -> tuple[Outcome, float]:
    before = time.monotonic()
    return project.run(*APPLY), time.monotonic() - before


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("trouble", ["hangs", "drips", "refuses", "redirects", "says 500"])
def test_a_webhook_in_trouble_changes_neither_the_exit_code_nor_the_time_by_more_than_a_second(
    quiet: Project, webhook: Webhook, deaf_port: int, trouble: str
) -> None:
    _, undisturbed = elapsed(quiet)
    quiet.run("rollback", "--confirm", "test").ok()
    webhook.hangs, webhook.drips = trouble == "hangs", trouble == "drips"
    webhook.answer = {"redirects": 302, "says 500": 500}.get(trouble, 200)
    for number in range(3):
        url = f"http://127.0.0.1:{deaf_port}/" if trouble == "refuses" else webhook.url()
        notifying(quiet, url, name=f"team{number}")
    outcome, took = elapsed(quiet)
    assert outcome.ok().err.count("notif") == 0
    assert took < undisturbed + DIFFER_S
    assert len(letters("delivered_at")) == 6
    assert set(letters("delivered_at")) == {None}


@pytest.mark.usefixtures("hurried")
def test_an_error_keeps_its_exit_code_while_the_webhook_hangs(told: Project, webhook: Webhook) -> None:
    webhook.hangs = True
    told.migration("r2_second", "create table public.second (id integer); select 1 / 0")
    told.run(*APPLY).exits(8)
    assert webhook.kinds()[0] == "run.started"


def test_nothing_is_sent_twice_by_two_processes(told: Project, webhook: Webhook) -> None:
    webhook.answer = 500
    told.run(*APPLY).ok()
    webhook.answer = 200
    due_now()
    webhook.received.clear()
    both = [opskit("ledger", "deliver", "--json") for _ in range(2)]
    ends = [json.loads(each.communicate(timeout=60)[0])["data"]["delivered"] for each in both]
    assert sum(ends) == 2
    assert sorted(webhook.kinds()) == sorted(STARTED_AND_FINISHED)


def opskit(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "opskit", *words], stdout=subprocess.PIPE, env=dict(os.environ))


@pytest.mark.parametrize("kind", STARTED_AND_FINISHED)
def test_what_a_killed_run_had_in_the_ledger_only_is_made_good_once(told: Project, webhook: Webhook, kind: str) -> None:
    dead = subprocess.run([sys.executable, "-c", DYING, kind, *APPLY], check=False, capture_output=True, timeout=60)
    assert dead.returncode == -signal.SIGKILL
    assert kind not in webhook.kinds()
    told.run("ledger", "deliver").ok()
    assert webhook.kinds()[-1] == kind
    told.run("ledger", "deliver").ok()
    told.run(*APPLY)
    assert webhook.kinds().count("run.started") == len(
        [event for event in SqliteLedger(told.ledger).events() if event.entry.kind == "run.started"]
    )


def test_what_was_done_before_anybody_was_to_be_told_is_not_told(quiet: Project, webhook: Webhook) -> None:
    quiet.run(*APPLY).ok()
    notifying(quiet, webhook.url())
    quiet.run("rollback", "--confirm", "test").ok()
    quiet.run("ledger", "deliver").ok()
    assert [each.document["status"] for each in webhook.received] == ["started", "undone"]


def test_a_rehearsal_is_nothing_that_happened(told: Project, webhook: Webhook) -> None:
    told.run("rehearse").ok()
    told.run("ledger", "deliver").ok()
    assert webhook.received == []


def test_an_outbox_that_cannot_be_used_stops_nothing_and_is_said_once(told: Project, webhook: Webhook) -> None:
    outbox_path().mkdir(parents=True)
    outcome = told.run(*APPLY).ok()
    assert outcome.err.count("not everybody is notified for now: ") == 1
    assert "not a usable outbox" in outcome.err
    failed = told.run("ledger", "deliver").exits(7)
    assert "not a usable outbox" in failed.err
    assert f"next: mv {outbox_path()} " in failed.err


@pytest.mark.usefixtures("hurried")
def test_an_outbox_that_is_in_use_all_the_time_costs_a_run_its_notifications_and_a_second(
    told: Project, webhook: Webhook
) -> None:
    Outbox(outbox_path()).begin("another", "scope", os.getpid(), time.time())
    _, undisturbed = elapsed(told)
    told.run("rollback", "--confirm", "test").ok()
    webhook.received.clear()
    with closing(sqlite3.connect(outbox_path(), isolation_level=None)) as holder:
        holder.execute("begin exclusive")
        outcome, took = elapsed(told)
    assert outcome.ok().err.count("database is locked") == 1
    assert took < undisturbed + DIFFER_S
    told.run("ledger", "deliver")
    assert "run.finished" not in webhook.kinds(), "not even the run could be noted"
    told.run("rollback", "--confirm", "test").ok()
    told.run("ledger", "deliver")
    assert [each.document["status"] for each in webhook.received][-1] == "undone"


def test_deliver_says_what_is_left_and_that_nobody_is_to_be_told(told: Project, webhook: Webhook) -> None:
    webhook.answer = 503
    told.run(*APPLY).ok()
    out = told.run("ledger", "deliver").exits(3).out
    assert out.startswith("INCONCLUSIVE  0 notifications delivered now; 2 notifications undelivered.")
    assert "it answered 503, no success" in " ".join(out.split())
    (told.place / "opskit.toml").write_text('[environments.test]\nservice = "x"\n')
    assert "opskit.toml has no [[notify]]" in told.run("ledger", "deliver").ok().out


def test_a_report_names_what_nobody_has_taken(told: Project, webhook: Webhook) -> None:
    webhook.answer = 503
    told.run(*APPLY).ok()
    report = told.run("report", "--json").ok().data
    (found,) = [each for each in report["not_checked"] if "notified" in each["what"]]
    assert found == {
        "what": "that team was notified",
        "why": "2 undelivered: it answered 503, no success",
        "next": "opskit ledger deliver",
    }


def test_a_waiver_that_is_about_to_end_is_told_by_cron_and_once(told: Project, webhook: Webhook) -> None:
    soon = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 3 * 86400))
    with (told.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write(f'[[ignore]]\ncheck = "index_invalid"\nreason = "{MARKER}"\nuntil = {soon}\n')
    for _ in range(2):
        told.run("ledger", "deliver").ok()
    (request,) = webhook.received
    assert request.document["text"] == f"the ignore of index_invalid for * ends with {soon}"
    assert MARKER not in request.body.decode()


def test_doctor_looks_at_the_files_of_each_target(told: Project, webhook: Webhook) -> None:
    def item() -> dict[str, str]:
        found = told.run("doctor", "--json").data["items"]
        (mine,) = [each for each in found if each["name"] == "notify team"]
        return mine

    hook = told.place / "team.url"
    assert item()["status"] == "ok"
    hook.chmod(0o644)
    assert (item()["status"], item()["mend"]) == ("warning", f"chmod 600 {hook}")
    hook.write_text(f"{MARKER}\n")
    assert (item()["status"], item()["text"]) == ("missing", f"{hook} holds no http:// or https:// URL")
    hook.write_text("\n")
    assert (item()["status"], item()["text"]) == ("missing", f"{hook} is empty")
    hook.unlink()
    assert (item()["status"], item()["text"]) == ("missing", f"{hook} cannot be read: No such file or directory")
    notifying(told, webhook.url(), 'environments = ["prod"]', "far")
    lines = told.run("doctor", "--json").data["items"]
    assert [each["text"] for each in lines if each["name"] == "notify far"] == ["there is no environment prod"]
    assert webhook.received == []


def test_a_webhook_without_its_files_is_said_to_lack_them_and_works_once_they_are_there(
    told: Project, webhook: Webhook
) -> None:
    hook = told.place / "team.url"
    hook.unlink()
    told.run(*APPLY).ok()
    (error,) = {each["error"] for each in told.run("ledger", "deliver", "--json").exits(3).data["undelivered"]}
    assert error in (f"{hook} cannot be read: No such file or directory", "")
    hook.write_text(webhook.url())
    due_now()
    told.run("ledger", "deliver").ok()
    assert webhook.kinds() == STARTED_AND_FINISHED


def test_config_show_says_where_the_url_stands(told: Project) -> None:
    shown = {each["key"]: each["value"] for each in told.run("config", "show", "--json").ok().data["values"]}
    assert shown["notify.team.address"] == str(told.place / "team.url")
    assert shown["notify.team.template"] == "generic"
    assert shown["notify.team.events"].startswith("run.started, run.finished, ")


@pytest.mark.parametrize("trouble", ["none", "redirects", "says it", "refuses", "is no address"])
def test_neither_the_url_nor_the_key_is_found_anywhere(
    told: Project, webhook: Webhook, deaf_port: int, home: Path, trouble: str
) -> None:
    hook, key = told.place / "team.url", told.place / "team.key"
    key.write_text(f"{MARKER}-key")
    key.chmod(0o600)
    with (told.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write(f'secret_file = "{key.name}"\n')
    webhook.answer, webhook.says = {"redirects": 302, "says it": 500}.get(trouble, 200), f"no {MARKER}"
    if trouble == "refuses":
        hook.write_text(f"http://127.0.0.1:{deaf_port}/{MARKER}")
    elif trouble == "is no address":
        hook.write_text(f"http://127.0.0.1:{MARKER}/{MARKER}")
    said = [told.run(*APPLY), told.run("ledger", "deliver")]
    due_now()
    said += [told.run(*words) for words in (
        ("ledger", "deliver"), ("ledger", "deliver", "--json"), ("ledger", "show", "--json"), ("ledger", "export"),
        ("doctor",), ("config", "show", "--origin"), ("report", "-o", "html"), ("report", "--json"), ("checklist",),
    )]  # fmt: skip
    kept = [path for folder in (told.place, home) for path in folder.rglob("*") if path.is_file()]
    assert outbox_path() in kept
    assert MARKER not in "".join(each.out + each.err for each in said)
    assert [path for path in kept if path not in (hook, key) and MARKER.encode() in path.read_bytes()] == []
    assert all(MARKER.encode() not in each.body for each in webhook.received)
