"""Items that look by a command, here or on another machine, or at a web server."""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from fixtures.checklist import NOWHERE, events, items, measured, small
from fixtures.openssh import Sshd
from fixtures.program import Outcome, Project
from fixtures.webserver import Serving, says

SECRET = "h7nter2-Zx"  # noqa: S105 - what must not be found again
RESTORABLE = 'json = "0.backup.*", expect = "error == false", time = "timestamp.stop", max_age = "24h"'


@pytest.fixture
def place(project: Project) -> Project:
    """A project whose database is not there: none of these items needs it."""
    return project.environment("test", NOWHERE)


def outcome(place: Project, check: str) -> Outcome:
    small(place, measured(check))
    return place.run("checklist", "run", "x", "--runbook", "small", "--json")


def look(place: Project, check: str) -> dict[str, Any]:
    found: dict[str, Any] = items(outcome(place, check))["x"]
    return found


def pgbackrest(folder: Path, hours: float, error: bool = False) -> Path:
    """A program that prints what `pgbackrest --output=json info` does: one full backup, so many hours ago."""
    stop = int(time.time() - hours * 3600)
    backup = {"error": error, "label": "20260106-020000F", "timestamp": {"start": stop - 60, "stop": stop}}
    info = json.dumps([{"backup": [backup], "name": "main", "status": {"code": 0, "message": "ok"}}])
    script = folder / "pgbackrest"
    script.write_text(f"#!/bin/sh\n[ \"$1 $2\" = '--output=json info' ] || exit 31\ncat <<'END'\n{info}\nEND\n")
    script.chmod(0o755)
    return script


@pytest.mark.parametrize(
    ("backup", "told"), [((2, False), ("pass", 0)), ((25, False), ("fail", 1)), ((2, True), ("fail", 1))]
)
@pytest.mark.parametrize("where", ["command", "ssh"])
def test_a_restorable_backup_younger_than_a_day_is_asked_for(
    place: Project, sshd: Sshd, where: str, backup: tuple[float, bool], told: tuple[str, int]
) -> None:
    program, reach = pgbackrest(place.place, *backup), f", {reaching(sshd)}" if where == "ssh" else ""
    answer = outcome(place, f'type = "{where}"{reach}, argv = ["{program}", "--output=json", "info"], {RESTORABLE}')
    found = items(answer)["x"]
    assert (found["status"], answer.code) == told
    assert "0.backup.0." in found["text"]
    assert found["evidence"][0]["particulars"][0].startswith("exit 0 after ")


def reaching(sshd: Sshd) -> str:
    host = sshd.host()
    return (
        f'host = "{host.host}", user = "{host.user}", port = {host.port}, key_file = "{host.key_file}", '
        f'known_hosts = "{host.known_hosts}"'
    )


def test_a_command_passes_by_its_exit_code_and_leaves_evidence(place: Project) -> None:
    found = look(place, 'type = "command", argv = ["sh", "-c", "echo seen; echo heard >&2"]')
    assert (found["status"], found["text"].startswith("exit 0 after ")) == ("pass", True)
    assert found["evidence"][0]["particulars"][1:] == ["stderr: heard", "stdout: seen"]


def test_a_command_is_told_the_environment_and_the_run(place: Project) -> None:
    answer = outcome(place, 'type = "command", argv = ["sh", "-c", "echo $OPSKIT_ENV $OPSKIT_RUN"]').ok()
    told = items(answer)["x"]["evidence"][0]["particulars"][1]
    assert told == f"stdout: test {answer.document['run']}"


@pytest.mark.parametrize(
    ("check", "status", "text"),
    [
        ('argv = ["false"]', "fail", "exit 1, 0 is wanted"),
        ('argv = ["false"], exit_code = 1', "pass", "exit 1"),
        ('argv = ["no-such-program"]', "inconclusive", "no-such-program was not run"),
        ('argv = ["sleep", "9"], timeout = "1s"', "inconclusive", "sleep was ended after 1 s"),
        ('argv = ["echo", "text"], expect = "a == 1"', "inconclusive", "the answer is no JSON: text"),
        ('argv = ["echo", "7"], expect = "value < 10"', "pass", "the answer is 7"),
    ],
)
def test_a_command_that_does_not_end_as_it_should_does_not_pass(
    place: Project, check: str, status: str, text: str
) -> None:
    found = look(place, f'type = "command", {check}')
    assert found["status"] == status
    assert text in found["text"]


def test_what_a_command_prints_is_kept_without_passwords(place: Project) -> None:
    argv = f"""["sh", "-c", "echo 'postgresql://ann:{SECRET}@db1/x'; echo password={SECRET} >&2; exit 1"]"""
    answer = outcome(place, f'type = "command", argv = {argv}').exits(1)
    assert "***" in answer.out
    assert SECRET not in answer.out + answer.err
    assert SECRET.encode() not in place.ledger.read_bytes()


def test_what_a_command_prints_cannot_move_the_cursor(place: Project) -> None:
    small(place, measured(r'type = "command", argv = ["printf", "\\033[2Jgone"]'))
    page = place.run("checklist", "run", "x", "--runbook", "small").ok()
    assert "\x1b" not in page.out
    assert "[2Jgone" in page.out


def test_showing_and_linting_a_runbook_runs_nothing(place: Project) -> None:
    small(place, measured('type = "command", argv = ["touch", "ran"]'))
    place.run("checklist", "show", "--runbook", "small").ok()
    place.run("runbook", "lint", "runbooks/small.toml").ok()
    assert not (place.place / "ran").exists()
    place.run("checklist", "run", "x", "--runbook", "small").ok()
    assert (place.place / "ran").exists()


def test_a_machine_that_is_not_reached_is_inconclusive_and_the_others_go_on(place: Project) -> None:
    small(
        place,
        measured('type = "ssh", host = "127.0.0.1", port = 1, argv = ["true"]'),
        measured('type = "http", url = "http://127.0.0.1:1/"').replace('"x"', '"y"'),
        measured('type = "command", argv = ["true"]').replace('"x"', '"z"'),
    )
    found = items(place.run("checklist", "run", "--runbook", "small", "--json").ok())
    assert [found[name]["status"] for name in ("x", "y", "z")] == ["inconclusive", "inconclusive", "pass"]
    assert "127.0.0.1:1 was not reached over SSH" in found["x"]["text"]
    assert found["x"]["evidence"][0]["particulars"] == ["next: ssh -p 1 127.0.0.1"]
    assert "http://127.0.0.1:1/ was not reached" in found["y"]["text"]
    assert len(events(place, "item.checked")) == 3


def test_a_machine_that_nobody_has_accepted_is_not_talked_to(place: Project, sshd: Sshd) -> None:
    reach = reaching(sshd).replace(str(sshd.known_hosts), str(place.place / "none"))
    found = look(place, f'type = "ssh", {reach}, argv = ["touch", "{place.place}/ran"]')
    assert (found["status"], "nobody has accepted its host key" in found["text"]) == ("inconclusive", True)
    assert not (place.place / "ran").exists()


def test_a_command_on_another_machine_is_named_with_it(place: Project, sshd: Sshd) -> None:
    found = look(place, f'type = "ssh", {reaching(sshd)}, argv = ["sh", "-c", "echo broken >&2; exit 2"]')
    assert (found["status"], found["text"]) == ("fail", "127.0.0.1: exit 2, 0 is wanted; stderr: broken")


def test_a_command_without_a_host_runs_on_the_machine_the_environment_is_behind(
    place: Project, sshd: Sshd, database: str
) -> None:
    asked = 'type = "ssh", argv = ["sh", "-c", "echo $SSH_CONNECTION; exit 2"]'
    found = look(place, asked)
    assert found["status"] == "inconclusive"
    assert "no machine is named for it, and none that test is behind" in found["text"]
    found = look(place.environment("test", database, sshd.toml()), asked)
    assert (found["status"], found["text"].endswith(f" {sshd.port}")) == ("fail", True)


def slow(request: BaseHTTPRequestHandler) -> None:
    time.sleep(0.2)
    says("{}")(request)


@pytest.mark.parametrize(
    ("answer", "more", "told"),
    [
        (says("fine"), "", "pass: status 200 in "),
        (says("gone", 503), "", "fail: answered 503; 200 is wanted"),
        (says("", 302, Location="/login"), "", "fail: answered 302; 200 is wanted"),
        (says("", 401), ", status = 401", "pass: status 401"),
        (slow, ", within_ms = 100", "fail: at most 100 are wanted"),
        (slow, ", within_ms = 5000", "pass: status 200"),
        (says('{"state": "running"}'), ', expect = "state == running"', "pass: state is running"),
        (says('{"state": "stopped"}'), ', expect = "state == running"', "fail: state is stopped"),
        (says("<html>"), ', expect = "state == running"', "inconclusive: the answer is no JSON: <html>"),
    ],
)
def test_a_web_server_is_asked_for_status_time_and_content(
    place: Project, serving: Serving, answer: Any, more: str, told: str
) -> None:
    found = look(place, f'type = "http", url = "{serving(answer)}"{more}')
    status, _, text = told.partition(": ")
    assert found["status"] == status
    assert text in found["text"]


def test_a_header_of_a_file_is_sent_and_its_secret_is_nowhere(place: Project, serving: Serving) -> None:
    def guarded(request: BaseHTTPRequestHandler) -> None:
        given = request.headers["Authorization"]
        says(f"welcome, {given}", 200 if given == f"Bearer {SECRET}" else 401)(request)

    file = place.place / "headers"
    file.write_text(f"Authorization: Bearer {SECRET}\n")
    check = f'type = "http", url = "{serving(guarded)}", headers_file = "headers"'
    open_to_all = look(place, check)
    assert (open_to_all["status"], "holds secrets" in open_to_all["text"]) == ("inconclusive", True)
    file.chmod(0o600)
    answer = place.run("checklist", "run", "x", "--runbook", "small", "--json").ok()
    assert items(answer)["x"]["evidence"][0]["particulars"][1] == "answer: welcome, ***"
    assert SECRET not in answer.out + answer.err
    assert SECRET.encode() not in place.ledger.read_bytes()


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        ('type = "command"', "missing required field `argv`"),
        ('type = "command", argv = "ls -l"', "Expected `array`, got `str` - at `$.argv`"),
        ('type = "command", argv = []', "`argv` names no program"),
        ('type = "command", argv = ["x"], shell = true', "`check` knows no key `shell`"),
        ('type = "command", argv = ["x"], json = "a"', "neither `expect` nor `max_age`"),
        ('type = "ssh", user = "x", argv = ["x"]', "`user` without `host`: which machine is it for?"),
        ('type = "ssh", host = "-oProxyCommand=x", argv = ["x"]', "is no host of ssh"),
        ('type = "http", url = "http://ann:secret@db1/"', "put an Authorization line into `headers_file`"),
        ('type = "http", url = "file:///etc/passwd"', "no http:// or https:// address"),
        ('type = "http", url = "http://db1/", status = 20', "`status` is no status of HTTP"),
        ('type = "http", url = "http://db1/", within_ms = -1', "`within_ms` is a number of milliseconds"),
        ('type = "http", url = "http://db1/", timeout = "0s"', "`timeout` leaves no time"),
    ],
)
def test_an_item_that_cannot_be_asked_is_refused_when_the_runbook_is_read(
    place: Project, check: str, fault: str
) -> None:
    small(place, measured(check))
    answer = place.run("runbook", "lint", "runbooks/small.toml")
    assert answer.code in (1, 7)
    assert fault in answer.out + answer.err
