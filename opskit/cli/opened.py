"""From the common options to the context a use case works with."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opskit.cli.command import option
from opskit.cli.deliver import chosen_format, wants_colour
from opskit.errors import UsageFault

if TYPE_CHECKING:
    from opskit.app.context import Context
    from opskit.app.voice import Voice
    from opskit.catalog.configuration import Settings


def settings() -> Settings:
    from opskit.catalog.configuration import load

    return load(Path.cwd())


def opened() -> Context:
    """The environment named by -e or --dsn, with its ledger and a new run."""
    from opskit.app.context import open_context
    from opskit.catalog.configuration import choose
    from opskit.pg.connection import check_conninfo

    loaded = settings()
    environment = choose(loaded, option("env") or "", option("dsn") or "")
    check_conninfo(environment.conninfo)
    check_conninfo(environment.read_conninfo)
    for other in (environment.pgbouncer, *environment.replicas):
        check_conninfo(other)
    context = open_context(loaded, environment, voice())
    click.get_current_context().find_root().call_on_close(context.announcer.close)
    return context


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
