"""`opskit monitor serve` until a person or the machine ends it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from opskit.cli.command import option
from opskit.errors import UsageFault
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.app.context import Context

_GLANCE_S = 0.5


class Listening(Value):
    """`interval` in seconds; `beyond` this machine only when somebody says so."""

    address: str
    beyond: bool
    interval: float
    runbook: str


def serve(context: Context, wish: Listening) -> None:
    """UsageFault for an address that others reach, unless `beyond` says so: what is served has no login; and for a
    format or a file, which would never be whole."""
    from opskit.app.ahead import Ahead
    from opskit.app.monitor_export import load_runbook
    from opskit.app.monitor_serve import Pages, Watch
    from opskit.remote.serving import address_of, is_loopback, serving
    from opskit.render.openmetrics import CONTENT_TYPE, page

    if option("json") or option("out") or option("output"):
        raise UsageFault("serve answers on its address, and writes no document", "", "opskit monitor export -O FILE")
    host, port = address_of(wish.address)
    if not wish.beyond and not is_loopback(host):
        raise UsageFault(
            f"{wish.address} can be reached from other machines", "what is served has neither a login nor encryption",
            f"opskit monitor serve --listen 127.0.0.1:{port}   (or add --any-address)",
        )  # fmt: skip
    watch = Watch(context, load_runbook(context, wish.runbook), wish.interval)
    pages = Pages(lambda seen: page(seen.families), CONTENT_TYPE)

    def answering(path: str) -> tuple[int, str, bytes]:
        reply = watch.reply(path, pages)
        return reply.status, reply.content_type, reply.body.encode()

    over = threading.Event()
    with serving(host, port, answering) as listening:
        context.tell(f"http://{wish.address.rpartition(':')[0]}:{listening}/metrics and /healthz; Ctrl-C ends it")
        looking = Ahead(lambda: watch.go_on(over))
        try:
            while looking.result(_GLANCE_S) is None:
                pass
        except KeyboardInterrupt:
            over.set()
