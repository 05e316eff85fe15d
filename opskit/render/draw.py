"""An answer -> text in the format asked for. The view of a command is the module of its name under render/views."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from opskit.core.answer import Answer
from opskit.render.blocks import Block

FORMATS = ("table", "json", "markdown", "html")
# What a code review shows beside the lines of a file; for answers that have findings with file and line.
ANNOTATIONS = ("sarif", "github")
# What a build server shows as tests; for answers that have a module of their name under render/suites.
SUITES = "junit"
# What a monitoring server reads that runs plugins, and what a play of Ansible registers.
PLUGINS = ("nagios", "ansible")
# Events as they happen, one line of JSON each; the answer is the last one.
STREAM = "jsonl"


def draw(answer: Answer[Any], form: str, width: int, colour: bool) -> str:
    """Each format's module is imported when it is asked for, so that the start stays light."""
    if form == "json":
        from opskit.render import as_json

        return as_json.draw(answer)
    if form == STREAM:
        from opskit.render import as_json

        return as_json.draw_line(answer)
    if form == "html":
        from opskit.render import html

        return html.draw(answer)
    if form in (*ANNOTATIONS, *PLUGINS):
        module = import_module(f"opskit.render.as_{form}")
        return str(module.draw(answer))
    if form == SUITES:
        from opskit.render import as_junit

        return as_junit.draw(answer)
    if form == "markdown":
        from opskit.render import markdown_page

        return markdown_page.draw(answer)
    from opskit.render import terminal

    return terminal.draw(view(answer), width, colour)


def view(answer: Answer[Any]) -> Sequence[Block]:
    module = import_module(f"opskit.render.views.{answer.command.replace('-', '_').replace(' ', '_')}")
    blocks: Sequence[Block] = module.blocks(answer)
    return blocks
