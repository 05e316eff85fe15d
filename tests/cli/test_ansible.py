"""`-o ansible`: a play that runs opskit knows what was changed and what failed, told by the answer."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fixtures.program import Project
from fixtures.server import Connect

PLAYBOOK = """\
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - ansible.builtin.command: {program} {words} -o ansible
      args: {{ chdir: "{place}" }}
      register: told
      changed_when: (told.stdout | from_json).changed
      failed_when: (told.stdout | from_json).failed
    - ansible.builtin.debug:
        msg: "TOLD {{{{ (told.stdout | from_json).msg }}}}"
"""


@pytest.fixture
def window(project: Project, database: str, connect: Connect) -> Project:
    connect(database).execute("create table numbers as select g as n from pg_catalog.generate_series(1, 10) as g")
    return project.environment("prod", database).migration("a1_first", "create index numbers_n on numbers (n);")


def played(window: Project, words: str) -> tuple[str, dict[str, int]]:
    """What the play says, and its recap: ok, changed, failed."""
    playbook = window.place / "play.yml"
    program = f"{sys.executable} -m opskit"
    playbook.write_text(PLAYBOOK.format(program=program, words=words, place=window.place), encoding="utf-8")
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "localhost,", "-e",
         f"ansible_python_interpreter={sys.executable}", str(playbook)],
        capture_output=True, text=True, check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", "ANSIBLE_NOCOLOR": "1"},
    )  # fmt: skip
    recap = dict(re.findall(r"(ok|changed|failed)=(\d+)", done.stdout))
    assert recap, done.stdout + done.stderr
    return done.stdout, {name: int(count) for name, count in recap.items()}


def document(window: Project, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(window.run(*words, "-o", "ansible").out)
    return found


def test_a_play_counts_a_change_once_and_nothing_the_second_time(window: Project) -> None:
    told, recap = played(window, "apply -e prod --confirm prod")
    assert recap == {"ok": 2, "changed": 1, "failed": 0}
    assert "TOLD done applied and verified" in told.replace("DONE", "done")
    _, again = played(window, "apply -e prod --confirm prod")
    assert again == {"ok": 2, "changed": 0, "failed": 0}


def test_a_play_fails_where_opskit_says_no_and_shows_why(window: Project) -> None:
    told, recap = played(window, "apply -e nowhere --confirm nowhere")
    assert recap["failed"] == 1
    assert "there is no environment 'nowhere'" in told


def test_what_is_pending_is_no_failure_and_what_is_found_is_one(window: Project, connect: Connect) -> None:
    pending = document(window, "apply", "-n")
    assert (pending["changed"], pending["failed"], pending["rc"]) == (False, False, 10)
    assert pending["opskit"]["schema"] == "opskit/apply/1"
    database = connect(window.environments["prod"].split('dsn = "')[1].split('"')[0])
    database.execute("create index broken on numbers (n)")
    database.execute("update pg_catalog.pg_index set indisvalid = false where indexrelid = 'broken'::regclass")
    found = document(window, "check", "index_invalid")
    assert (found["changed"], found["failed"], found["rc"]) == (False, True, 1)
