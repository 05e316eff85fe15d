"""[[notify]] of opskit.toml: what a target is, and every fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from opskit.app.init import configuration
from opskit.catalog.configuration import load
from opskit.core.notable import KINDS
from opskit.core.notice import Template
from opskit.errors import InvalidFile


def written(folder: Path, text: str) -> Path:
    path = folder / "opskit.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_target_has_its_url_in_a_file_beside_its_opskit_toml(tmp_path: Path, home: Path) -> None:
    path = written(
        tmp_path,
        '[[notify]]\nname = "team"\nurl_file = "hook"\nsecret_file = "~/key"\ntemplate = "slack"\n'
        'events = ["run.finished"]\nenvironments = ["production"]\n'
        '[[notify]]\nname = "relay"\nurl = "http://127.0.0.1:9000/x"\n',
    )
    team, relay = load(tmp_path).notify
    assert (team.name, team.url_file, team.secret_file) == ("team", tmp_path / "hook", home / "key")
    assert (team.template, team.events, team.environments) == (Template.SLACK, {"run.finished"}, {"production"})
    assert (team.path, team.address) == (path, str(tmp_path / "hook"))
    assert (relay.url, relay.url_file, relay.secret_file) == ("http://127.0.0.1:9000/x", None, None)
    assert (relay.template, relay.events, relay.environments) == (Template.GENERIC, set(KINDS), set())


def test_the_project_replaces_a_target_of_the_user_and_keeps_the_others(tmp_path: Path, home: Path) -> None:
    user = home / ".config" / "opskit"
    user.mkdir(parents=True)
    written(user, '[[notify]]\nname = "team"\nurl_file = "u"\n[[notify]]\nname = "own"\nurl_file = "o"\n')
    written(tmp_path, '[[notify]]\nname = "team"\nurl_file = "p"\n')
    assert {each.name: each.url_file for each in load(tmp_path).notify} == {"team": tmp_path / "p", "own": user / "o"}


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    lines = [
        "[[notify]]", 'name = " "', 'url_file = "a"', "events = []",
        "[[notify]]", 'name = "b"',
        "[[notify]]", 'name = "b"', 'url_file = "b"', 'url = "http://127.0.0.1/"',
        "[[notify]]", 'name = "c"', 'template = "irc"', 'url_file = "c"',
        "[[notify]]", 'name = "d"', 'url_file = "d"', 'events = ["run.started", "run.stopped"]', "environments = []",
        "[[notify]]", 'name = "e"', 'url_file = "e"', 'secret = "s"',
    ]  # fmt: skip
    path = written(tmp_path, "\n".join(lines))
    with pytest.raises(InvalidFile) as caught:
        load(tmp_path)
    assert caught.value.exit_code == 7
    assert caught.value.hint == f"mend {path}"
    assert [(fault.line, fault.text.partition("; known")[0]) for fault in caught.value.faults] == [
        (2, "notify: `name` is empty"),
        (4, "notify: `events` is empty: nothing would ever be told"),
        (5, "notify: give `url_file` or `url`, one of them"),
        (9, "notify: give `url_file` or `url`, one of them"),
        (8, "notify: `name`: 'b' stands twice"),
        (13, "notify: Invalid enum value 'irc' - at `$.template`"),
        (18, "notify: `events`: 'run.stopped' is not known"),
        (19, "notify: `environments` is empty: nothing would ever be told"),
        (23, "notify: Object contains unknown field `secret`"),
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example/swordfish", "http://10.0.0.1/swordfish", "http://u:swordfish@127.0.0.1/",
        "http://127.0.0.1/?t=swordfish", "http://localhost.example/swordfish", "ftp://127.0.0.1/swordfish",
        "swordfish", "http://[swordfish", "http://127.0.0.1.example/swordfish",
    ],
)  # fmt: skip
def test_a_url_that_may_be_a_secret_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    written(tmp_path, f'[[notify]]\nname = "team"\nurl = "{url}"\n')
    with pytest.raises(InvalidFile) as caught:
        load(tmp_path)
    (fault,) = caught.value.faults
    assert fault.line == 3
    assert "name that as `url_file`" in fault.text
    assert "swordfish" not in f"{caught.value.what} {caught.value.why} {caught.value.hint}"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/x", "https://[::1]/", "http://localhost/hook"])
def test_a_url_of_this_machine_may_stand_in_the_file(tmp_path: Path, url: str) -> None:
    written(tmp_path, f'[[notify]]\nname = "relay"\nurl = "{url}"\n')
    assert load(tmp_path).notify[0].url == url


def test_a_file_that_is_not_there_stops_no_command(tmp_path: Path) -> None:
    written(tmp_path, '[[notify]]\nname = "team"\nurl_file = "/nowhere/at/all"\n')
    assert load(tmp_path).notify


def test_what_init_shows_of_notify_is_a_target(tmp_path: Path) -> None:
    lines = configuration((), "").splitlines()
    start = lines.index(next(line for line in lines if line.startswith("# [[notify]]")))
    shown = [line.removeprefix("# ") for line in lines[start : lines.index("", start)]]
    written(tmp_path, "\n".join(shown))
    assert [each.template for each in load(tmp_path).notify] == [Template.SLACK]
