"""A page that is kept up to date: on the whole of a terminal that can, else below the last one."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from opskit.app.ahead import Ahead
from opskit.cli.command import option
from opskit.cli.deliver import chosen_format, encodable, wants_colour, width
from opskit.cli.whole_screen import WholeScreen, fits
from opskit.errors import UsageFault

if TYPE_CHECKING:
    from opskit.app.checklist_watch import Page
    from opskit.app.context import Context

HELP = "q ends, space and b turn pages"
LAST_LOOK_S = 5.0


def watching(context: Context, name: str, every_s: float) -> None:
    """Until a person ends it. UsageFault for a format that is one document: that would never be whole."""
    import click

    form = chosen_format(click.get_current_context().meta, option("out"))
    if form != "table" or option("out"):
        raise UsageFault("watch shows pages, and no document", "", "opskit checklist --json   (as it is now)")
    if fits(sys.stdin, sys.stdout):
        _on_the_whole_screen(context, name, every_s)
    else:
        _below_each_other(context, name, every_s)


def _on_the_whole_screen(context: Context, name: str, every_s: float) -> None:
    colour = wants_colour(option("color") or "auto", sys.stdout)
    with WholeScreen() as screen:

        def show(page: Page, trouble: str) -> None:
            at = _clock()
            screen.show(lambda columns: _drawn(page, columns, colour), f"{at}  {HELP}", trouble)

        _until(lambda over: _watch(context, name, every_s, show, over), screen.until_left)


def _below_each_other(context: Context, name: str, every_s: float) -> None:
    """Only what has changed; the first page at once."""
    from opskit.app.checklist_watch import still

    colour, known = wants_colour(option("color") or "auto", sys.stdout), list[object]()

    def show(page: Page, trouble: str) -> None:
        new = [still(page.data), trouble]
        if new != known:
            known[:] = new
            told = f"-- {_clock()} {trouble}".rstrip()
            print(encodable(f"{told}\n{_drawn(page, width(), colour)}\n", sys.stdout), flush=True)

    _until(lambda over: _watch(context, name, every_s, show, over), lambda ended: ended.wait())


def _watch(
    context: Context, name: str, every_s: float, show: Callable[[Page, str], None], over: threading.Event
) -> None:
    from opskit.app.checklist_watch import watch

    watch(context, name, every_s, show, over)


def _until(work: Callable[[threading.Event], None], wait: Callable[[threading.Event], object]) -> None:
    """The work goes on in a thread of its own, so that a person who waits for nobody can end it at any time."""
    over, ended = threading.Event(), threading.Event()

    def go() -> None:
        try:
            work(over)
        finally:
            ended.set()

    thread = Ahead(go)
    try:
        wait(ended)
    except KeyboardInterrupt:
        pass
    finally:
        over.set()
    thread.result(LAST_LOOK_S)


def _drawn(page: Page, columns: int, colour: bool) -> str:
    from opskit.render.draw import draw

    return draw(page, "table", columns, colour)


def _clock() -> str:
    return f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %Z}"
