"""The pages hang together: one list leads to all of them, and every link arrives, at its heading too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from meta.test_readme import FENCE

ROOT = Path(__file__).parents[2]
PAGES = {path: path.read_text("utf-8") for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")]}
LIST = PAGES[ROOT / "README.md"].partition("\n## Documentation\n")[2].partition("\n## ")[0]
LINK = re.compile(r"\]\((?!\w+:)([^)\s]+)\)")


def links(text: str) -> list[str]:
    """Those that lead to a place of the project, without what stands in examples."""
    return LINK.findall(re.sub(r"`[^`\n]*`", "", FENCE.sub("", text)))


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings: small letters, dashes for spaces, nothing else but letters, digits, - and _."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", PAGES[page]), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def target(page: Path, link: str) -> Path:
    place = link.partition("#")[0]
    return (page.parent / place).resolve() if place else page


def test_the_list_of_the_readme_has_every_page() -> None:
    listed = {target(ROOT / "README.md", link) for link in links(LIST)}
    assert PAGES.keys() - listed == {ROOT / "README.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_leads_to_a_page_and_a_heading_that_are_there(page: Path) -> None:
    for link in links(PAGES[page]):
        found, heading = target(page, link), link.partition("#")[2]
        assert found.exists(), link
        assert not heading or heading in anchors(found), link


def test_a_dead_link_would_be_seen() -> None:
    text = "[a](b.md) and [c](../d.md#e), not [f](https://g) nor `[h](i.md)`\n```sh\n[j](k.md)\n```\n"
    assert links(text) == ["b.md", "../d.md#e"]
    assert "the-file" in anchors(ROOT / "docs" / "claims.md")
    assert "what-is-promised-and-how-it-is-tested" in anchors(ROOT / "README.md")
