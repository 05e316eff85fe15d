"""`opskit monitor serve`."""

from __future__ import annotations

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.lengths import Length
from opskit.cli.opened import opened

LISTEN = "127.0.0.1:9723"


@opskit_command(
    "Report",
    ["opskit monitor serve -e production", "opskit monitor serve -e production --listen 127.0.0.1:9723 --interval 5m"],
)
@click.option("--listen", default=LISTEN, show_default=True, metavar="HOST:PORT", help="where")
@click.option("--any-address", is_flag=True, help="listen on an address that other machines reach")
@click.option("--interval", type=Length(), default="1m", show_default=True, help="from one look to the next")
@click.option("--runbook", default="", metavar="NAME", help="whose gates are told of (migration-readiness)")
def command(*, listen: str, any_address: bool, interval: float, runbook: str) -> None:
    """Look at a database again and again, and serve what was seen: /metrics for Prometheus, /healthz for a person."""
    from opskit.cli.serving import Listening, serve

    serve(opened(), Listening(listen, any_address, interval, runbook))
