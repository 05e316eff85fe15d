"""`opskit demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.core.answer import Answer


@opskit_command("Other", ["opskit demo", "opskit demo --keep", "opskit demo --stop"], connects=False)
@click.option("--keep", is_flag=True, help="leave the servers up, with an opskit.toml to try every command by hand")
@click.option("--stop", is_flag=True, help="end the servers that --keep left")
@click.option("--jobs", default=100_000, show_default=True, help="size of the sample: jobs")
def command(keep: bool, stop: bool, jobs: int) -> Answer[Any]:
    """Walk through a whole deploy window on two throwaway servers (needs opskit[demo])."""
    from opskit.app.demo import demo, place_of
    from opskit.app.demo_stop import demo_stop

    place = place_of(Path.cwd())
    if stop:
        return demo_stop(place)
    scale = {"intowork.jobs": str(jobs), "intowork.applications": str(jobs // 2), "intowork.candidates": str(jobs // 2)}
    return demo(place, scale, keep, click.echo)
