"""`opskit checklist watch`: the screen of the window, drawn up again whenever the ledger has news, and every so often
for what the ledger does not tell: ages, the window, who is at work."""

from __future__ import annotations

import threading
from collections.abc import Callable

from opskit.app.checklist import Checklist
from opskit.app.checklist_screen import screen
from opskit.app.context import Context
from opskit.app.lookout import Lookout
from opskit.core.answer import Answer
from opskit.core.ledger import News
from opskit.errors import OpskitError
from opskit.value import replace

# Between two looks at the ledger; for as long a watch may outlive the wish to end it.
GLANCE_EVERY_S = 0.2
Page = Answer[Checklist]


def watch(
    context: Context, name: str, every_s: float, show: Callable[[Page, str], None], over: threading.Event
) -> None:
    """Until `over` is set. `show` gets each page, and what keeps it from being drawn up anew: it is the last one then.
    What is wrong at the beginning is raised."""
    with Lookout(context) as lookout, context.ledger.news() as news:
        page = screen(context, name, lookout)
        show(page, "")
        while _next(news, every_s, over):
            try:
                page, trouble = screen(context, name, lookout), ""
            except OpskitError as error:
                trouble = error.what
            show(page, trouble)


def _next(news: News, every_s: float, over: threading.Event) -> bool:
    """Waits for news, at most so long; False when it is over."""
    waited = 0.0
    while waited < every_s and not over.is_set() and not news(min(GLANCE_EVERY_S, every_s - waited)):
        waited += GLANCE_EVERY_S
    return not over.is_set()


def still(view: Checklist) -> Checklist:
    """Without what changes as time goes by: of two pages with the same, the second says nothing new. Locks come and go
    with every statement; only those that are waited for count."""
    return replace(
        view,
        items=[replace(item, age_s=None, evidence=[]) for item in view.items],
        window=replace(view.window, seconds=None) if view.window else None,
        at_work=replace(view.at_work, seconds=None, silent_s=None) if view.at_work else None,
        locks=[replace(lock, seconds=None) for lock in view.locks if lock.waiting],
        events=[replace(event, age_s=None) for event in view.events],
    )
