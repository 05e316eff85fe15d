"""The part of a terminal that is drawn anew while work goes on: one bar for each statement in flight. The only
importer of rich."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from opskit.core.activity import Activity, Build
from opskit.core.secret import redact
from opskit.render import activity_words as words
from opskit.render.hostile import one_line

BAR = 24


class Region:
    """At the bottom of stderr, until it is closed. Texts are drawn as they are: nothing in them is markup."""

    def __init__(self) -> None:
        console = Console(file=sys.stderr, force_terminal=True, markup=False, highlight=False, emoji=False)
        self._live = Live(console=console, auto_refresh=False, transient=True, redirect_stdout=False,
                          redirect_stderr=False)  # fmt: skip
        self._live.start()
        # A program that is killed cannot bring back a cursor that it has hidden.
        console.show_cursor(True)

    def show(self, now: Sequence[Activity]) -> None:
        """The empty line at the end is where the terminal writes the ^C that is typed."""
        self._live.update(Group(*(_drawn(each) for each in now), Text()), refresh=True)

    def say(self, line: str) -> None:
        """Above the bars, to stay."""
        self._live.console.print(Text(line), soft_wrap=True)

    def close(self) -> None:
        self._live.stop()


def _drawn(activity: Activity) -> RenderableType:
    top = Table.grid(padding=(0, 1), expand=True)
    top.add_column(overflow="fold", ratio=1)
    for width in (BAR, 5, 8):
        top.add_column(no_wrap=True, justify="right", width=width)
    right = words.share(activity), words.span(activity.elapsed_s)
    top.add_row(Text(_clean(words.title(activity)), "bold"), _bar(activity), *(Text(each) for each in right))
    below = [
        Padding(Text(_clean(line), "dim", overflow="fold"), (0, 0, 0, 2), expand=False)
        for line in words.details(activity)
    ]
    return Group(top, *below)


def _bar(activity: Activity) -> RenderableType:
    share = activity.fraction if isinstance(activity, Build) else None
    return Text() if share is None else ProgressBar(total=1.0, completed=share, width=BAR)


def _clean(text: str) -> str:
    return redact(one_line(text))
