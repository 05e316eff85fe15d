"""The one boundary: parse, dispatch, deliver the answer, turn errors into three lines and an exit code."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback

import click

from opskit import __version__
from opskit.cli import commands
from opskit.cli.deliver import deliver
from opskit.cli.groups import Root
from opskit.core.answer import Answer
from opskit.errors import Declined, Interrupted, OpskitError, UsageFault

BUG = 70
TERMINATED = 143
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
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OpskitError, click.ClickException, click.Abort, KeyboardInterrupt) as problem:
        return _report(_as_error(problem), arguments)
    except Exception:
        return _bug(arguments)


def _dispatch(arguments: list[str]) -> int:
    root = Root(commands, context_settings=_CONTEXT)
    root.params.append(
        click.Option(
            ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version, help="the version"
        )
    )
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
    print(redact(visible("\n".join(lines))), file=sys.stderr)
    if "--json" in arguments or "json" in arguments:
        from opskit.render import as_json

        data = {"error": error.word, "what": error.what, "why": error.why, "next": error.hint}
        print(as_json.draw(Answer("error", data, error.exit_code, error.changed)))
    return error.exit_code


def _bug(arguments: list[str]) -> int:
    """The traceback goes to a file, without the values of variables, so that no secret does."""
    from opskit.core.secret import redact

    handle, name = tempfile.mkstemp(prefix="opskit-bug-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(redact(f"opskit {__version__} {arguments}\n{traceback.format_exc()}"))
    lines = [
        "opskit: bug: something opskit did not expect",
        f"  the traceback is in {name}",
        "  next: opskit ledger show",
    ]
    print("\n".join(lines), file=sys.stderr)
    return BUG


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"opskit {__version__}")
        ctx.exit(0)


def _terminate(number: int, frame: object) -> None:
    raise SystemExit(TERMINATED)
