"""An answer -> a page of Markdown. A command that has a template of its name is drawn by it, every other one from its
view's blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from opskit import __version__
from opskit.app.reporting.proof import TimelineRow
from opskit.core.answer import Answer
from opskit.core.secret import redact
from opskit.render import markdown, words
from opskit.render.draw import view
from opskit.render.hostile import visible
from opskit.render.views.figures import factor, ms
from opskit.render.views.report import span, when

TEMPLATES = Path(__file__).parent / "templates"
_BAR = 20
_WORDS = {"inconclusive": "cannot tell"}
# Set in bold, so that an eye finds them in a long table.
_GRAVE = {"fail", "critical", "refuted", "slower", "missing", "invalid", "different", "no-go", "pending", "failed"}
_GAPS = re.compile(r"\n{3,}")


def draw(answer: Answer[Any]) -> str:
    """The same text for the same answer."""
    name = f"{answer.command.replace('-', '_').replace(' ', '_')}.md.j2"
    if not (TEMPLATES / name).is_file():
        return markdown.draw(view(answer))
    text = _environment().get_template(name).render(answer=answer, data=answer.data, version=__version__)
    return _GAPS.sub("\n\n", text).strip("\n")


@cache
def _environment() -> Environment:
    """What stands between two braces is escaped as Markdown; Markup is what a filter here has made of it already."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "size": words.size, "duration": words.duration, "count": words.count, "plural": words.plural,
        "ms": ms, "factor": factor, "span": lambda pair: span(*pair), "when": _when, "code": _code, "codes": _codes,
        "fenced": _fenced, "bar": _bar, "said": _said, "interval": _interval, "took": _took, "moment": _moment,
    }  # fmt: skip
    return environment


def _shown(value: object) -> object:
    if value is None:
        return ""
    return value if isinstance(value, Markup) else _markup(markdown.escape(redact(str(value))))


def _markup(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - it has been escaped


def _code(text: str) -> Markup:
    return _markup(markdown.code(redact(text)))


def _codes(texts: Iterable[str]) -> Markup:
    return _markup(", ".join(_code(each) for each in texts))


def _fenced(text: str, language: str) -> Markup:
    return _markup(markdown.fenced(language, visible(redact(text))))


def _said(word: str) -> Markup:
    told = markdown.escape(redact(_WORDS.get(word, word)))
    return _markup(f"**{told}**" if word in _GRAVE else told)


def _bar(lower: float, upper: float) -> str:
    """0 to 100: full as far as it is sure, grey as far as it is possible."""
    sure, possible = round(lower / 100 * _BAR), round(upper / 100 * _BAR)
    return "█" * sure + "▒" * (possible - sure) + "░" * (_BAR - possible)


def _interval(pair: Sequence[float | None] | None, unit: str = "") -> str:
    if not pair:
        return ""
    low, high = ("?" if each is None else f"{each:.4g}" for each in pair)
    return f"{low} to {high}{unit}"


def _took(row: TimelineRow) -> str:
    if row.until is None:
        return ""
    return words.duration((datetime.fromisoformat(row.until) - datetime.fromisoformat(row.at)).total_seconds())


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M:%S} UTC"


def _when(at: datetime | str | None) -> str:
    return when(at.isoformat() if isinstance(at, datetime) else at or "")
