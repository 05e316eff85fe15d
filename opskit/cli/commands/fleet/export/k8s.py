"""`opskit fleet export k8s`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.fleet_options import pick, pick_options
from opskit.cli.lengths import Length
from opskit.cli.opened import everywhere
from opskit.core.answer import Answer


@opskit_command(
    "Other",
    ["opskit fleet export k8s --image registry.example/opskit:0.1 --targets targets.toml"],
    connects=False,
)
@click.option("--image", required=True, metavar="IMAGE", help="an image in which opskit is the entry point")
@click.option("--schedule", default="17 * * * *", show_default=True, metavar="CRON", help="when the checks are run")
@click.option("--namespace", default="opskit", show_default=True, metavar="NAME", help="where they live")
@click.option("--deadline", type=Length(), default="10m", show_default=True, help="how long one may take")
@pick_options
def command(image: str, schedule: str, namespace: str, deadline: float, **given: Any) -> Answer[Any]:
    """Write a CronJob of Kubernetes for the checks of each database; they only read."""
    from opskit.app.fleet_export import Cron, fleet_export_k8s

    return fleet_export_k8s(everywhere(), pick(given), Cron(image, schedule, namespace, int(deadline)))
