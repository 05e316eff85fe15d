"""What the end of a command says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from opskit.core.command_answer import CommandAsked, judged
from opskit.core.completed import Completed
from opskit.core.kept import KEPT_BYTES, Kept

NOW = datetime(2026, 1, 6, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "code", "status", "text"),
    [
        ({}, 0, "pass", "exit 0 after 1.5 s"),
        ({}, 1, "fail", "exit 1, 0 is wanted; stderr: it is broken"),
        ({"exit_code": 1}, 1, "pass", "exit 1 after 1.5 s"),
        ({"exit_code": 1}, 0, "fail", "exit 0, 1 is wanted"),
        ({}, -9, "fail", "ended by signal 9, 0 is wanted"),
        ({}, 126, "inconclusive", "tool was not run: it cannot be executed"),
        ({}, 127, "inconclusive", "tool was not run: there is no such program"),
        ({"exit_code": 127}, 127, "pass", "exit 127"),
        ({"expect": "a == 1"}, 0, "pass", "a is 1"),
        ({"expect": "a == 2"}, 0, "fail", "a is 1; == 2 is wanted"),
        ({"expect": "a == 1"}, 3, "fail", "exit 3, 0 is wanted"),
    ],
)
def test_the_exit_code_is_judged_and_then_the_json(asked: dict[str, Any], code: int, status: str, text: str) -> None:
    seen = judged(CommandAsked(argv=("tool", "x"), **asked), Completed(code, '{"a": 1}', "it is broken\n", 1.5), NOW)
    assert seen.status.value == status
    assert seen.text.startswith(text)
    assert seen.evidence[0] == f"exit {code} after 1.5 s: tool x"


def test_the_last_lines_of_both_outputs_are_evidence() -> None:
    out = "".join(f"line {number}\n\n" for number in range(30))
    seen = judged(CommandAsked(argv=("tool",)), Completed(0, out, "x" * 300, 1), NOW)
    assert seen.evidence[1] == f"stderr: {'x' * 200}…"
    assert seen.evidence[2:] == tuple(f"stdout: line {number}" for number in range(20, 30))


def test_what_was_not_kept_is_told_and_cut_json_is_no_pass() -> None:
    cut = Completed(0, '{"a": 1, "b": [', "", 1, lost=12)
    assert "12 bytes more than 65536 were printed and not kept" in judged(CommandAsked(argv=("x",)), cut, NOW).evidence
    seen = judged(CommandAsked(argv=("x",), expect="a == 1"), cut, NOW)
    assert seen.status.value == "inconclusive"
    assert "12 bytes more than 65536 were printed and not kept" in seen.evidence


def test_no_password_becomes_evidence() -> None:
    secret = "h7nter2-Zx"  # noqa: S105 - what must not be found again
    printed = Completed(1, f'{{"a": "password={secret}"}}', f"PGPASSWORD='{secret} {'x' * 300}'\n", 1)
    words = ("tool", f"--password={secret}", "--token-password", secret)
    for more in ({}, {"exit_code": 1, "expect": "a == 1"}, {"exit_code": 1, "expect": "b == 1"}):
        asked = CommandAsked(argv=words, **more)  # type: ignore[arg-type]
        assert secret not in str(judged(asked, printed, NOW))


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"argv": ()}, "names no program"),
        ({"argv": ("",)}, "names no program"),
        ({"argv": ("a\0",)}, "zero byte"),
        ({"argv": ("a",), "timeout": "0s"}, "leaves no time"),
        ({"argv": ("a",), "timeout": "soon"}, "no length of time"),
        ({"argv": ("a",), "json": "a"}, "neither `expect` nor `max_age`"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(keys: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        CommandAsked(**keys)


def test_an_output_is_kept_up_to_its_limit() -> None:
    kept = Kept()
    for _ in range(4):
        kept.take(b"x" * 30000)
    assert (len(kept.text()), kept.lost) == (KEPT_BYTES, 120_000 - KEPT_BYTES)
