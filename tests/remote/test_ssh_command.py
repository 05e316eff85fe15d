"""A command on another machine, over a real OpenSSH server."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fixtures.openssh import OpenSsh, Sshd

from opskit.core.kept import KEPT_BYTES
from opskit.core.ssh_host import SshHost
from opskit.errors import Inconclusive, NotPermitted, Unreachable
from opskit.remote.command import run
from opskit.remote.enclosed import Enclosed

# Enough for a shell to have begun, on a busy machine too.
LATE_S = 2.0
SHELL = "echo $HOME; rm -rf /nowhere && `id` 'x' \"y\" * ~ ! \\ \n line"


def test_a_command_tells_its_exit_code_and_both_outputs(sshd: Sshd) -> None:
    done = run(sshd.host(), ["sh", "-c", "echo out; echo err >&2; exit 3"], 10)
    assert (done.exit_code, done.stdout, done.stderr, done.lost) == (3, "out\n", "err\n", 0)
    assert 0 < done.seconds < 10


def test_the_words_arrive_as_they_are(sshd: Sshd) -> None:
    """What means something to a shell means nothing in an argument."""
    done = run(sshd.host(), ["printf", "%s|", SHELL, "", "two words"], 10)
    assert done.stdout == f"{SHELL}||two words|"


def test_it_has_no_input_and_no_terminal(sshd: Sshd) -> None:
    done = run(sshd.host(), ["sh", "-c", "cat; tty"], 10)
    assert done.stdout == "not a tty\n"


def test_what_is_no_text_stays_readable(sshd: Sshd) -> None:
    assert run(sshd.host(), ["printf", r"a\377b"], 10).stdout == r"a\xffb"


@pytest.mark.parametrize("stream", ["1", "2"])
def test_an_output_without_end_is_cut_and_that_is_told(sshd: Sshd, stream: str) -> None:
    done = run(sshd.host(), ["sh", "-c", f"head -c 3000000 /dev/zero | tr '\\0' x >&{stream}"], 20)
    assert (done.exit_code, len(done.stdout + done.stderr), done.lost) == (0, KEPT_BYTES, 3_000_000 - KEPT_BYTES)


def test_a_command_that_takes_too_long_is_ended(sshd: Sshd, tmp_path: Path) -> None:
    """With all that it has started."""
    began = time.monotonic()
    with pytest.raises(Inconclusive) as caught:
        run(sshd.host(), ["sh", "-c", f"echo $$ > {tmp_path}/pid; sleep 77.25 & sleep 77.25"], LATE_S)
    assert time.monotonic() - began < 40
    error = caught.value
    assert (error.exit_code, error.what) == (3, "127.0.0.1: the command took longer than 2 s and was ended")
    assert error.why.startswith("what it had done by then is not known: sh -c ")
    assert error.hint == "opskit checklist   (perhaps its `timeout` is too short)"
    assert members(tmp_path) == []


def members(place: Path) -> list[str]:
    """What lives of the process group whose number is in the file."""
    group = (place / "pid").read_text().strip()
    return [each for each in stats() if (fields := each.rpartition(")")[2].split())[2] == group and fields[0] != "Z"]


def stats() -> Iterator[str]:
    """Of all processes; fields as in proc(5)."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            yield path.read_text()


def test_a_command_that_does_not_heed_is_killed(sshd: Sshd, tmp_path: Path) -> None:
    deaf = f"trap '' TERM; echo $$ > {tmp_path}/pid; while :; do sleep 0.1; done"
    with pytest.raises(Inconclusive, match="took longer than 2 s and was ended"):
        run(sshd.host(), ["sh", "-c", deaf], LATE_S)
    assert members(tmp_path) == []


def test_an_interrupted_opskit_ends_its_command(sshd: Sshd, tmp_path: Path) -> None:
    """A Ctrl-C does not reach the other machine by itself."""
    pid = tmp_path / "pid"

    def interrupt() -> None:
        while not (pid.exists() and pid.read_text()):
            time.sleep(0.02)
        signal.raise_signal(signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        run(sshd.host(), ["sh", "-c", f"echo $$ > {pid}; sleep 77.5"], 20)
    assert members(tmp_path) == []


def test_a_server_that_says_nothing_of_the_group_leaves_the_command_and_that_is_told(
    sshd: Sshd, openssh: OpenSsh, tmp_path: Path
) -> None:
    """authorized_keys may name the command that runs whatever is asked for."""
    forced = openssh.key(tmp_path / "forced")
    with (sshd.place / "authorized_keys").open("a") as file:
        file.write(
            f'command="echo forced; test -e {tmp_path}/brief || sleep 3.25" {forced.with_suffix(".pub").read_text()}'
        )
    with pytest.raises(Inconclusive) as caught:
        run(sshd.host(key=forced), ["true"], 0.5)
    assert caught.value.what == "127.0.0.1: the command took longer than 0.5 s"
    assert caught.value.why == "whether it ended is not known: true"
    (tmp_path / "brief").touch()
    assert run(sshd.host(key=forced), ["true"], 10).stdout == "forced\n"


def test_what_a_login_shell_says_first_is_not_of_the_command() -> None:
    """sshd starts the shell of the user, which may read files that greet."""
    enclosed = Enclosed(["true"])
    told = enclosed.output()
    token = re.findall(r"[0-9a-f]{16}", enclosed.words)[0]
    for each in (b"Welcome to db1", f"\n{token} 4".encode(), b"2\nout\n", b"more"):
        told.take(each)
    assert (told.text(), told.group, told.lost) == ("out\nmore", 42, 0)


def test_a_connection_that_is_lost_in_the_middle_leaves_the_end_unknown(sshd: Sshd) -> None:
    with pytest.raises(Inconclusive, match="the connection was lost") as caught:
        run(sshd.host(), ["sh", "-c", "kill -9 $PPID; sleep 2"], 10)
    assert "whether it ended is not known" in caught.value.why


def test_a_command_that_a_signal_ends_has_no_exit_code(sshd: Sshd) -> None:
    with pytest.raises(Inconclusive, match="gave no exit code"):
        run(sshd.host(), ["sh", "-c", "kill -9 $$"], 10)


def test_a_child_in_the_background_is_not_waited_for(sshd: Sshd) -> None:
    began = time.monotonic()
    done = run(sshd.host(), ["sh", "-c", "sleep 45.75 & echo started"], 60)
    assert (done.exit_code, done.stdout) == (0, "started\n")
    assert time.monotonic() - began < 30


def test_a_program_that_is_not_there_is_exit_127(sshd: Sshd) -> None:
    assert run(sshd.host(), ["no-such-program"], 10).exit_code == 127


def test_nobody_at_the_port_is_unreachable() -> None:
    with pytest.raises(Unreachable) as caught:
        run(SshHost("127.0.0.1", port=1), ["true"], 10)
    error = caught.value
    assert (error.exit_code, error.what) == (6, "127.0.0.1:1 was not reached over SSH (nothing was changed)")
    assert error.hint == "ssh -p 1 127.0.0.1"


def test_a_name_that_nobody_has_is_unreachable() -> None:
    with pytest.raises(Unreachable, match=r"nowhere\.invalid was not reached"):
        run(SshHost("nowhere.invalid"), ["true"], 10)


def test_what_answers_but_speaks_no_ssh_is_unreachable(sshd: Sshd) -> None:
    """A web server's port, for instance."""
    import socket
    import threading

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(Unreachable, match="was not reached over SSH"):
            run(SshHost("127.0.0.1", port=listener.getsockname()[1]), ["true"], 10)


def test_a_key_that_is_not_authorized_lets_nobody_in(sshd: Sshd, openssh: OpenSsh, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted) as caught:
        run(sshd.host(key=openssh.key(tmp_path / "other")), ["true"], 10)
    error = caught.value
    assert (error.exit_code, error.word) == (6, "not permitted")
    assert f"tried: the agent, {tmp_path}/other" in error.why
    assert "has to work without a password" in error.hint


def test_without_any_key_nobody_is_let_in_and_no_password_is_asked_for(sshd: Sshd) -> None:
    host = SshHost("127.0.0.1", sshd.host().user, sshd.port, known_hosts=str(sshd.known_hosts))
    with pytest.raises(NotPermitted, match="lets nobody in as"):
        run(host, ["true"], 10)


def test_a_key_with_a_passphrase_is_left_to_the_agent(sshd: Sshd, openssh: OpenSsh, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted) as caught:
        run(sshd.host(key=openssh.key(tmp_path / "locked", passphrase="long enough")), ["true"], 10)  # noqa: S106 - of a key made here
    assert "asks for a passphrase, and the agent does not hold it" in caught.value.why
    assert caught.value.hint == "ssh-add"


def test_a_key_file_that_is_not_there_is_named(sshd: Sshd, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted, match=f"there is no key file {tmp_path}/none"):
        run(sshd.host(key=tmp_path / "none"), ["true"], 10)


@pytest.fixture
def agent(openssh: OpenSsh, sshd: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An agent that holds the authorized key."""
    path = tmp_path / "agent"
    process = subprocess.Popen([openssh.tools / "ssh-agent", "-D", "-a", path], stdout=subprocess.DEVNULL)
    try:
        while not path.exists():
            time.sleep(0.01)
        monkeypatch.setenv("SSH_AUTH_SOCK", str(path))
        subprocess.run([openssh.tools / "ssh-add", "-q", sshd.key], check=True, capture_output=True, env=os.environ)
        yield
    finally:
        process.terminate()
        process.wait()


@pytest.mark.usefixtures("agent")
def test_a_key_of_the_agent_lets_in(sshd: Sshd) -> None:
    host = SshHost("127.0.0.1", sshd.host().user, sshd.port, known_hosts=str(sshd.known_hosts))
    assert run(host, ["echo", "in"], 10).stdout == "in\n"
