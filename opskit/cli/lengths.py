"""A length of time as an option takes it: 30s, 5m, 24h, 7d."""

from __future__ import annotations

import click

from opskit.core.duration import parse


class Length(click.ParamType[float]):
    """Seconds."""

    name = "duration"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "DURATION"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            return parse(str(value)).total_seconds()
        except ValueError as error:
            self.fail(str(error), param, ctx)
