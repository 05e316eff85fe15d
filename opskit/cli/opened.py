"""From the common options to the context a use case works with."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opskit.cli.command import option
from opskit.cli.deliver import chosen_format, wants_colour
from opskit.errors import UsageFault
from opskit.value import replace

_SERVICE = re.compile(r"service=[\w.-]+")
# Where the ways of a command are kept in click's context.
_WAYS = "opskit.ways"

if TYPE_CHECKING:
    from opskit.app.context import Context
    from opskit.app.voice import Voice
    from opskit.app.ways import Ways
    from opskit.catalog.configuration import Settings
    from opskit.core.ledger import Ledger


def settings() -> Settings:
    """Of opskit.toml, with the ways to what is behind SSH."""
    from opskit.catalog.configuration import load

    return ways().laid_in(load(Path.cwd()))


def ways() -> Ways:
    """Those of this command: what it opens of them ends with it."""
    from opskit.app.ways import Ways

    context = click.get_current_context()
    if _WAYS not in context.meta:
        context.meta[_WAYS] = made = Ways()
        context.find_root().call_on_close(made.close)
    found: Ways = context.meta[_WAYS]
    return found


def trail() -> Ledger:
    """The ledger as it is kept, for what asks nothing else."""
    from opskit.app.opening import open_trail

    return open_trail(settings(), voice().tell)


def opened() -> Context:
    """The environment named by -e or --dsn, with its ledger and a new run."""
    from opskit.app.context import open_context
    from opskit.catalog.configuration import choose

    loaded = settings()
    environment = choose(loaded, option("env") or "", option("dsn") or "")
    _check([environment.conninfo, environment.read_conninfo, environment.pgbouncer, *environment.replicas])
    context = open_context(loaded, environment, voice())
    click.get_current_context().find_root().call_on_close(context.announcer.close)
    return context


def everywhere() -> Context:
    """For what names its databases itself: no environment is chosen."""
    from opskit.app.context import open_context
    from opskit.core.environment import Environment

    context = replace(open_context(settings(), Environment("fleet", "", ""), voice()), laid=ways().laid)
    click.get_current_context().find_root().call_on_close(context.announcer.close)
    return context


def _check(conninfos: Sequence[str]) -> None:
    """A service alone can be read and holds no password: then the driver is not loaded before something connects."""
    more = [each for each in conninfos if each and not _SERVICE.fullmatch(each)]
    if more:
        from opskit.pg.connection import check_conninfo

        for each in more:
            check_conninfo(each)


def voice() -> Voice:
    """As a stream when that is asked for, by bars on a terminal that can draw them, else in lines."""
    options = click.get_current_context().meta
    out = options.get("opskit.out")
    if chosen_format(options, out) == "jsonl":
        return _stream(out)
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and wants_colour(option("color") or "auto", sys.stderr):
        from opskit.cli.voices.live import LiveVoice

        return LiveVoice()
    from opskit.cli.voices.plain import PlainVoice

    return PlainVoice()


def _stream(out: Path | None) -> Voice:
    from opskit.cli.voices.stream import StreamVoice

    if out and str(out) != "-":
        raise UsageFault("a stream of events goes to stdout (nothing was changed)", "", f"-o jsonl > {out}")
    return StreamVoice()
