"""Commands of this machine: no shell, no terminal, no password, and an end in any case."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from opskit.app.local_command import run_here
from opskit.core.kept import KEPT_BYTES
from opskit.errors import Inconclusive


def test_a_command_tells_its_exit_code_and_both_outputs() -> None:
    done = run_here(["sh", "-c", "echo out; echo err >&2; exit 3"], 10, {})
    assert (done.exit_code, done.stdout, done.stderr, done.lost) == (3, "out\n", "err\n", 0)


def test_no_shell_reads_the_words() -> None:
    assert run_here(["printf", "%s|", "$HOME", "`id`", "; exit 1", "*"], 10, {}).stdout == "$HOME|`id`|; exit 1|*|"


def test_it_has_no_input_and_no_terminal() -> None:
    done = run_here([sys.executable, "-c", "import sys; print(sys.stdin.read()); open('/dev/tty')"], 10, {})
    assert (done.exit_code, done.stdout) == (1, "\n")
    assert "/dev/tty" in done.stderr
    alone = run_here([sys.executable, "-c", "import os; print(os.getsid(0) == os.getpid())"], 10, {})
    assert alone.stdout == "True\n"


def test_it_gets_the_environment_without_the_password_and_what_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "h7nter2")
    monkeypatch.setenv("PGSERVICE", "intowork")
    lines = run_here(["env"], 10, {"OPSKIT_ENV": "staging"}).stdout.splitlines()
    assert {"PGSERVICE=intowork", "OPSKIT_ENV=staging"} < set(lines)
    assert not any("PGPASSWORD" in line for line in lines)


def test_it_runs_in_the_folder_opskit_was_called_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_here(["pwd", "-P"], 10, {}).stdout.strip() == str(tmp_path.resolve())


def test_an_output_without_end_is_cut_and_that_is_told() -> None:
    done = run_here(["sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x; echo end >&2"], 20, {})
    assert (done.exit_code, len(done.stdout), done.lost) == (0, KEPT_BYTES, 3_000_000 - KEPT_BYTES)
    assert done.stderr == "end\n"


def test_one_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    file = tmp_path / "child"
    began = time.monotonic()
    with pytest.raises(Inconclusive) as caught:
        run_here(["sh", "-c", f"trap '' TERM; sleep 60 & echo $! > {file}; sleep 61"], 2, {})
    assert time.monotonic() - began < 40
    assert (caught.value.exit_code, caught.value.what) == (3, "sh was ended after 2 s")
    assert caught.value.why.startswith("what it had done by then is not known: sh -c ")
    assert gone(int(file.read_text()))


def test_an_output_without_end_does_not_keep_it_from_being_ended() -> None:
    with pytest.raises(Inconclusive, match=r"yes was ended after 0\.3 s"):
        run_here(["yes"], 0.3, {})


def test_a_child_in_the_background_is_not_waited_for_and_stays(tmp_path: Path) -> None:
    began = time.monotonic()
    done = run_here(["sh", "-c", "sleep 60.5 & echo $!"], 90, {})
    assert done.exit_code == 0
    assert time.monotonic() - began < 40
    assert running(int(done.stdout))
    os.kill(int(done.stdout), signal.SIGKILL)


def test_the_output_of_a_silent_command_is_there_whole() -> None:
    """Silence before the end is not the silence of a child that was left behind."""
    assert run_here(["sh", "-c", "sleep 2.5; echo late"], 10, {}).stdout == "late\n"


def test_one_that_closes_its_outputs_is_waited_for() -> None:
    assert run_here(["sh", "-c", "exec >&- 2>&-; sleep 0.3; exit 4"], 10, {}).exit_code == 4


def test_a_signal_is_told_by_its_number() -> None:
    assert run_here(["sh", "-c", "kill -9 $$"], 10, {}).exit_code == -9


def test_a_program_that_is_not_there_is_inconclusive() -> None:
    with pytest.raises(Inconclusive) as caught:
        run_here(["no-such-program", "--password=h7nter2"], 10, {})
    error = caught.value
    assert (error.exit_code, error.what) == (3, "no-such-program was not run (nothing was changed)")
    assert (error.why, error.hint) == ("No such file or directory", "command -v no-such-program")


def test_a_file_that_is_no_program_is_inconclusive(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    with pytest.raises(Inconclusive, match="was not run"):
        run_here([str(tmp_path / "file")], 10, {})


def test_an_interrupt_ends_the_command_too(tmp_path: Path) -> None:
    """The command has no terminal, so a Ctrl-C reaches opskit alone."""
    file = tmp_path / "child"
    text = (
        f"from opskit.app.local_command import run_here\nrun_here(['sh', '-c', 'echo $$ > {file}; sleep 60'], 90, {{}})"
    )
    process = subprocess.Popen([sys.executable, "-c", text], stderr=subprocess.DEVNULL)
    while not (file.exists() and file.read_text().strip()):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    process.wait(60)
    assert gone(int(file.read_text()))


def gone(pid: int) -> bool:
    """Whether a process has ended within half a minute."""
    end = time.monotonic() + 30
    while running(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not running(pid)


def running(pid: int) -> bool:
    """One that nobody has collected is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
