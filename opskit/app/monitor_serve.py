"""`opskit monitor serve`: a look at every interval, and the newest one for whoever asks. A scrape reads what is there
and never reaches the database; looks follow one another, so that there is never more than one."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable

from opskit.app.context import Context
from opskit.app.monitor_export import Exposed, look
from opskit.core.runbook import Runbook
from opskit.core.secret import redact
from opskit.value import Value

OK, UNAVAILABLE, NOT_FOUND = 200, 503, 404
# What was seen counts for so many intervals; what is older says nothing of now.
_COUNTS_FOR, _AT_LEAST_S = 3, 30.0


class Reply(Value):
    status: int
    content_type: str
    body: str


class Pages(Value):
    """How a look is written as a page of metrics, and as what."""

    draw: Callable[[Exposed], str]
    content_type: str


class Watch:
    """The newest look at one database. The first is taken when it is made, so that what is wrong with words
    or files is raised to the person who typed them."""

    def __init__(self, context: Context, runbook: Runbook, interval_s: float) -> None:
        self._context, self._runbook = context, runbook
        self._interval_s = interval_s
        self._newest = look(context, runbook)

    def go_on(self, over: threading.Event) -> None:
        """Until `over` is set. A look that takes longer than the interval is followed by the next one at once."""
        began = time.monotonic()
        while not over.wait(max(0.0, began + self._interval_s - time.monotonic())):
            began = time.monotonic()
            self._newest = look(self._context, self._runbook)

    def reply(self, path: str, pages: Pages) -> Reply:
        seen = self._newest
        if path == "/metrics":
            return Reply(OK, pages.content_type, f"{pages.draw(seen)}\n")
        if path == "/healthz":
            return self._health(seen)
        return Reply(NOT_FOUND, "text/plain; charset=utf-8", "there are /metrics and /healthz\n")

    def _health(self, seen: Exposed) -> Reply:
        age = max(0.0, self._context.now().timestamp() - seen.at)
        state = self._state(seen, age)
        body = {
            "status": state,
            "environment": self._context.environment.name,
            "age_s": round(age, 1),
            "critical": list(seen.critical),
            "cannot_tell": list(seen.blind),
        }
        return Reply(OK if state == "ok" else UNAVAILABLE, "application/json", redact(json.dumps(body)) + "\n")

    def _state(self, seen: Exposed, age: float) -> str:
        if age > max(_COUNTS_FOR * self._interval_s, _AT_LEAST_S):
            return "stale"
        if seen.why:
            return "unreachable"
        return "critical" if seen.critical else "ok"
