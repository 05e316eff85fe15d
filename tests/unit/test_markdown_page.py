"""The report as a page of Markdown: whole, in its order, well-formed, and hostile names stay text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from fixtures.proof import proven
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from unit.test_html import BLOCKS, H, answer, bare, report

from opskit.app.demo_stop import Stopped
from opskit.core.readiness import Readiness
from opskit.render import markdown, markdown_page
from opskit.render.hostile import one_line

GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# What opskit's own Markdown makes; anything else would be made by a name.
MADE = {
    "html", "head", "body", "h1", "h2", "h3", "p", "blockquote", "strong", "code", "pre", "table", "thead", "tbody",
    "tr", "th", "td", "ul", "ol", "li", "details", "summary",
}  # fmt: skip
NASTY = [
    H, "a|b", "`a` ``b``", "|`|", "\\|", "a\\", "1. one", "- x", "+ x", "===", "---", "# x", "> x", "&lt;b&gt;&#x202e;",
    "[x](javascript:y)", "![x](https://e.vil)", "https://e.vil", "www.e.vil", "@everyone", "~~x~~", "$x$", "*x* __y__",
    "<!-- x", "a\nb\r\n\nc", "    x", "</details>", "\u202eevil", "\x00", "|", "`",
]  # fmt: skip
SECTIONS = [
    "What blocks: 2", "Checklist by priority", "Score by dimension", "Indexes", "Success criteria", "Claims", "Gates",
    "Waivers", "Before and after", "Under load", "The window", "Risk and the way back", "Sign-offs",
    "Since the last report", "Next steps", "What was not checked: 2", "Evidence",
]  # fmt: skip
PAGES: dict[str, Callable[[], str]] = {
    "whole report": lambda: markdown_page.draw(answer(proven(report(), H))),
    "report without proof": lambda: markdown_page.draw(answer(report())),
    "bare report": lambda: markdown_page.draw(answer(bare())),
    "blocks": lambda: markdown.draw(BLOCKS),
}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]()


def parsed(text: str) -> Element:
    """As GitHub would show it, without the empty comments that keep it from finding a name to mention."""
    tree: Element = html5lib.parse(GITHUB.render(text).replace("<!-- -->", ""), namespaceHTMLElements=False)
    return tree


def said(element: Element) -> str:
    return "".join(element.itertext())


def made(element: Element) -> set[str]:
    return {each.tag for each in element.iter()}


def rows(text: str) -> Iterator[list[int]]:
    """Of each table, how many cells each line has."""
    lines: list[int] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("| "):
            lines.append(len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) - 1)
        elif lines:
            yield lines
            lines = []


def told(text: str) -> str:
    return " ".join(one_line(text).split())


def test_nothing_in_it_is_made_by_a_name(page: str) -> None:
    assert made(parsed(page)) <= MADE
    assert not set(page) & {"\x1b", "\u202e", "\x07"}


def test_every_line_of_a_table_has_as_many_cells_as_its_head(page: str) -> None:
    tables = list(rows(page))
    assert tables
    assert [counts for counts in tables if len(set(counts)) != 1] == []


def test_every_table_is_one(page: str) -> None:
    """One that GitHub did not take for a table would be a paragraph of pipes."""
    assert len(list(parsed(page).iter("table"))) == len(list(rows(page)))
    assert not any("| ---" in said(each) for each in parsed(page).iter("p"))


def test_what_can_be_opened_is_closed(page: str) -> None:
    assert page.count("<details>") == page.count("\n</details>\n") + page.endswith("\n</details>")


def test_a_whole_report_has_every_section_in_its_order() -> None:
    text = PAGES["whole report"]()
    titles = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert titles == SECTIONS


def test_it_begins_with_the_verdict_and_how_long_it_holds() -> None:
    lines = markdown_page.draw(answer(proven(report(), "x"))).splitlines()
    assert lines[0].startswith("# NOT READY: ")
    assert lines[2] == "> [!CAUTION]"
    assert lines[3] == "> **4 of 7** points that must hold pass, **2 fail**, **1 cannot be told**."
    assert lines[5] == "> Valid until **2026-01-06 22:05 UTC**: x."


@pytest.mark.parametrize(
    ("verdict", "alert"),
    [
        (Readiness.READY, "TIP"),
        (Readiness.WITH_WAIVERS, "NOTE"),
        (Readiness.NOT_READY, "CAUTION"),
        (Readiness.NOT_PROVEN, "WARNING"),
    ],
)
def test_the_verdict_is_a_word_and_an_alert(verdict: Readiness, alert: str) -> None:
    lines = markdown_page.draw(answer(report(verdict))).splitlines()
    assert (lines[0].startswith(f"# {verdict}: "), lines[2]) == (True, f"> [!{alert}]")


def test_what_blocks_is_told_with_the_command_since_when_and_whose_it_is() -> None:
    text = markdown_page.draw(answer(proven(report(), "x")))
    assert "| **fail** | " in text
    line = next(line for line in text.splitlines() if line.startswith("| cannot tell | "))
    assert line.endswith("| 2026-01-06 22:05 UTC | x |")


def test_the_same_answer_gives_the_same_page(page: str, request: pytest.FixtureRequest) -> None:
    assert PAGES[request.node.callspec.params["page"]]() == page


def test_a_command_without_a_template_is_drawn_from_its_view() -> None:
    assert markdown_page.draw(answer(Stopped(2), "demo stop")) == markdown.draw(
        markdown_page.view(answer(Stopped(2), "demo stop"))
    )


def test_a_secret_is_taken_out() -> None:
    text = markdown_page.draw(answer(proven(report(), "postgres://u:hunter2@h/db password=hunter2")))
    assert "hunter2" not in text


def hostile(test: Callable[[str], None]) -> Callable[[str], None]:
    for name in NASTY:
        test = example(name)(test)
    return test


@hostile
@given(st.text())
def test_an_escaped_text_is_shown_as_it_is_whatever_it_is(text: str) -> None:
    """In a paragraph, in a list and in a cell, with nothing made of it."""
    shown = markdown.escape(text)
    for around in (f"{shown}", f"- {shown}", f"| a |\n| --- |\n| {shown} |"):
        element = parsed(around)
        assert made(element) <= {"html", "head", "body", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
        *_, last = [each for each in element.iter() if each.tag in ("p", "li", "td")] or [element]
        assert told(said(last)) == told(text)


@hostile
@given(st.text())
def test_code_in_a_cell_is_shown_as_it_is_whatever_it_is(text: str) -> None:
    element = parsed(f"| a |\n| --- |\n| {markdown.code(text)} |")
    (cell,) = element.iter("td")
    assert told(said(cell)) == told(text)
    assert made(cell) <= {"td", "code"}


@pytest.mark.parametrize("name", ["https://e.vil", "www.e.vil", "@everyone", "mail me@x"])
def test_nothing_is_linked_or_mentioned_by_a_name(name: str) -> None:
    """GitHub looks for these in what is written, or in the text that comes of it."""
    shown = markdown.escape(name)
    assert not re.search(r"(?<!\\)://|www\.|(?<![\w.])@\w", shown)
