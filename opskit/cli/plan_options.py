"""The options by which `plan` and `apply` take another form of a statement, or a statement that is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from opskit.app.forms_chosen import Form

as_written_option = click.option(
    "--as-written", is_flag=True, help="run every statement as it stands in its file, no safe form of any"
)
accept_option = click.option(
    "--accept", multiple=True, metavar="RULE", help="run what this rule refuses (opskit explain RULE); repeatable"
)


def chosen_form(as_written: bool) -> Form:
    from opskit.app import forms_chosen

    return forms_chosen.as_written if as_written else forms_chosen.safe_form
