"""The one boundary: parse, dispatch, deliver the answer, turn errors into three lines and an exit code."""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
import traceback
from contextlib import suppress
from typing import Any

import click

from opskit import __version__
from opskit.cli import commands, completing
from opskit.cli.deliver import deliver
from opskit.cli.groups import Root
from opskit.core.answer import Answer
from opskit.errors import Declined, Interrupted, OpskitError, UsageFault

BUG = 70
TERMINATED = 143
_MACHINE = re.compile(r"(?:^| )(?:-o ?|--output[ =])(jsonl?|nagios|ansible)(?= |$)")
# The state of a plugin that could not find out, whatever the reason.
_PLUGIN, _UNKNOWN = "nagios", 3
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


def run(arguments: list[str]) -> int:
    """The exit code of a command line."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _terminate)
    try:
        return _dispatch(arguments)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message())
        return 0
    except BrokenPipeError:
        _forget_stdout()
        return 0
    except (OpskitError, click.ClickException, click.Abort, KeyboardInterrupt) as problem:
        return _report(_as_error(problem), arguments)
    except Exception:
        return _bug(arguments)


def program() -> Root:
    """All of it, as a shell or a reference sees it."""
    root = Root(commands, context_settings=_CONTEXT)
    root.params.append(
        click.Option(
            ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version, help="the version"
        )
    )
    return root


def _dispatch(arguments: list[str]) -> int:
    root = program()
    if completing.asked():
        completing.answer(root, _CONTEXT, completing.asked())
        return 0
    with root.make_context("opskit", list(arguments)) as ctx:
        answer = root.invoke(ctx)
        return deliver(answer, ctx.meta) if isinstance(answer, Answer) else 0


def _as_error(problem: BaseException) -> OpskitError:
    if isinstance(problem, OpskitError):
        return problem
    if isinstance(problem, click.ClickException):
        ctx = getattr(problem, "ctx", None)
        return UsageFault(problem.format_message(), "", f"{ctx.command_path if ctx else 'opskit'} --help")
    if isinstance(problem, click.Abort) and not sys.stdin.isatty():
        return Declined("nobody answered (nothing was changed)")
    return Interrupted("interrupted")


def _report(error: OpskitError, arguments: list[str]) -> int:
    from opskit.core.secret import redact
    from opskit.render.hostile import visible

    lines = [f"opskit: {error.word}: {error.what}"]
    lines += [f"  {error.why}"] if error.why else []
    lines += [f"  next: {error.hint}"] if error.hint else []
    with suppress(OSError):  # a terminal that was closed cannot be told
        print(redact(visible("\n".join(lines))), file=sys.stderr)
    data = {"error": error.word, "what": error.what, "why": error.why, "next": error.hint}
    return _error_document(Answer("error", data, error.exit_code, error.changed), arguments)


def _error_document(answer: Answer[Any], arguments: list[str]) -> int:
    """For programs, and on one line as the last of a stream. The words are looked at, for they may be the error. The
    exit code."""
    asked = ["json"] if "--json" in arguments else _MACHINE.findall(" ".join(arguments))
    if not asked:
        return answer.exit_code
    from opskit.render.draw import draw

    try:
        print(draw(answer, asked[-1], 0, False), flush=True)
    except BrokenPipeError:
        _forget_stdout()
    return _UNKNOWN if asked[-1] == _PLUGIN else answer.exit_code


def _forget_stdout() -> None:
    """Its reader has gone away; Python would complain when it writes the rest."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _bug(arguments: list[str]) -> int:
    """The traceback goes to a file, without the values of variables, so that no secret does. What was changed is not
    known, so that it has to be taken for changed."""
    from opskit.core.secret import redact

    handle, name = tempfile.mkstemp(prefix="opskit-bug-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(redact(f"opskit {__version__} {arguments}\n{traceback.format_exc()}"))
    what, why, hint = "something opskit did not expect", f"the traceback is in {name}", "opskit ledger show"
    print(f"opskit: bug: {what}\n  {why}\n  next: {hint}", file=sys.stderr)
    data = {"error": "bug", "what": what, "why": why, "next": hint}
    return _error_document(Answer("error", data, BUG, changed=True), arguments)


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"opskit {__version__}")
        ctx.exit(0)


def _terminate(number: int, frame: object) -> None:
    raise SystemExit(TERMINATED)
