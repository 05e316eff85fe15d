"""An answer -> one HTML file that needs nothing else: no script, no font, no picture from elsewhere. The only importer
of jinja2. A command that has a template of its name is drawn by it, every other one from its view's blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from opskit import __version__
from opskit.core.answer import Answer
from opskit.core.secret import redact
from opskit.render import words
from opskit.render.axis import log_axis, nines
from opskit.render.blocks import Block, Heading, apart
from opskit.render.budget_bar import budget_bar
from opskit.render.draw import view
from opskit.render.hostile import one_line, visible
from opskit.render.time_axis import time_axis
from opskit.render.views.figures import factor, ms
from opskit.render.views.report import span, when

TEMPLATES = Path(__file__).parent / "templates"


def draw(answer: Answer[Any]) -> str:
    """The same text for the same answer: times are those of the answer."""
    name = f"{answer.command.replace('-', '_').replace(' ', '_')}.html.j2"
    if not (TEMPLATES / name).is_file():
        return page(answer, view(answer))
    return _environment().get_template(name).render(answer=answer, data=answer.data, version=__version__)


def page(answer: Answer[Any], blocks: Sequence[Block]) -> str:
    """A plain page of these blocks."""
    captioned = list(_captioned(blocks, f"opskit {answer.command}"))
    return _environment().get_template("page.html.j2").render(answer=answer, blocks=captioned, version=__version__)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"log_axis": log_axis, "nines": nines, "time_axis": time_axis, "budget_bar": budget_bar}
    environment.filters |= {
        "anchor": _anchor, "css_text": _css_text, "one_line": one_line,
        "size": words.size, "duration": words.duration, "count": words.count, "plural": words.plural,
        "ms": ms, "factor": factor, "span": lambda pair: span(*pair), "when": _when, "breakable": _breakable,
        "clock": _clock, "between": _between,
    }  # fmt: skip
    return environment


def _shown(value: object) -> object:
    """What stands between two braces, before it is escaped."""
    if value is None:
        return ""
    return redact(visible(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def _when(at: datetime | str | None) -> str:
    return when(at.isoformat() if isinstance(at, datetime) else at or "")


def _clock(at: str) -> str:
    """To the second, for the rows of one night."""
    return f"{datetime.fromisoformat(at):%m-%d %H:%M:%S}" if at else ""


def _between(pair: tuple[str, str | None]) -> str:
    """How long it took; nothing for what took no time."""
    start, end = pair
    return words.duration((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()) if end else ""


def _breakable(name: str) -> Markup:
    """An identifier that may go on in the next line after an underscore."""
    return escape(_shown(name)).replace("_", Markup("_<wbr>"))


def _anchor(name: str) -> str:
    """The id of the place in the page that is about this; the same text as the part of an address behind #."""
    return f"e-{quote(visible(name), safe=':')}"


def _css_text(text: str) -> Markup:
    """A string of a style sheet, with its quotes: whatever is no letter or digit is written as its number."""
    shown = str(_shown(text))
    written = "".join(each if each.isascii() and each.isalnum() else f"\\{ord(each):x} " for each in shown)
    return Markup(f'"{written}"')  # noqa: S704 - nothing in it is left that HTML or CSS could read otherwise


def _captioned(blocks: Sequence[Block], title: str) -> Iterator[tuple[str, Block, str]]:
    """Each block with its kind, and the heading above it as the caption a table must have."""
    caption = title
    for block in apart(blocks):
        caption = block.text if isinstance(block, Heading) else caption
        yield type(block).__name__, block, caption
