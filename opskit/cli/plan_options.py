"""The options by which `plan` and `apply` take another form of a statement, or a statement that is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from opskit.app.proposing import Wish

as_written_option = click.option(
    "--as-written", is_flag=True, help="run every statement as it stands in its file, no safe form of any"
)
accept_option = click.option(
    "--accept", multiple=True, metavar="RULE", help="run what this rule refuses (opskit explain RULE); repeatable"
)


def wished(to: str, accept: tuple[str, ...], as_written: bool) -> Wish:
    from opskit.app import forms_chosen
    from opskit.app.proposing import Wish

    form = forms_chosen.as_written if as_written else forms_chosen.safe_form
    return Wish(to, forms_chosen.accepted(accept), form)


def refuse_beside_plan(to: str, accept: tuple[str, ...], as_written: bool) -> None:
    """A kept plan says already what is to be done."""
    from opskit.errors import UsageFault

    if to or accept or as_written:
        raise UsageFault("--plan says already what is to be done", "--to, --accept and --as-written belong to plan",
                         "opskit plan --to … --out-plan FILE, then opskit apply --plan FILE")  # fmt: skip
