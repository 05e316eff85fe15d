"""The pages in a real browser: silent, readable at any width, usable without mouse and colour, whole in print.

BROWSER_PICTURES=FOLDER keeps what was seen."""

from __future__ import annotations

from typing import Any

import pytest

from browser.pages import JUDGED, PAGES

pytestmark = pytest.mark.slow
REPORTS = [name for name in PAGES if name != "plain"]
Seen = dict[str, Any]


@pytest.mark.parametrize("name", PAGES)
def test_it_asks_for_nothing_and_says_nothing(seen: Seen, name: str) -> None:
    assert seen[name]["requests"] == []
    assert seen[name]["said"] == []


@pytest.mark.parametrize("name", PAGES)
def test_no_name_becomes_a_script(seen: Seen, name: str) -> None:
    assert seen[name]["dialogs"] == 0


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", ["320", "390", "1280"])
def test_nothing_reaches_beyond_the_window(seen: Seen, name: str, width: str) -> None:
    assert seen[name]["widths"][width] == {"page": 0, "elements": []}


@pytest.mark.parametrize("name", JUDGED)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_that_keeps_anybody_out(seen: Seen, name: str, scheme: str) -> None:
    assert seen[name]["violations"][scheme] == []


def test_every_picture_has_a_name_and_its_numbers_beside_it(seen: Seen) -> None:
    pictures = seen["report"]["pictures"]
    assert len(pictures) > 20
    assert [each for each in pictures if not (each["name"] and each["shown"] and each["beside"])] == []


@pytest.mark.parametrize("name", PAGES)
def test_the_first_key_leads_to_the_content(seen: Seen, name: str) -> None:
    assert seen[name]["keyboard"]["skip"] == {"text": "To the content", "seen": True}
    assert seen[name]["keyboard"]["hash"] == "#content"


@pytest.mark.parametrize("name", REPORTS)
def test_what_is_folded_opens_by_a_key(seen: Seen, name: str) -> None:
    assert seen[name]["keyboard"]["opened"] is True


@pytest.mark.parametrize("name", ["report", "hostile"])
def test_a_link_to_evidence_opens_the_appendix_at_its_row(seen: Seen, name: str) -> None:
    assert seen[name]["followed"] is True


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_folded_in_print(seen: Seen, name: str) -> None:
    assert seen[name]["printed"]["folded"] == []


def test_a_printed_report_is_no_book(seen: Seen) -> None:
    assert 8 <= seen["report"]["printed"]["pages"] <= 30
    assert seen["bare"]["printed"]["pages"] <= 4
    assert seen["plain"]["printed"]["pages"] == 1


@pytest.mark.parametrize("name", PAGES)
def test_no_cell_is_cut_off_in_print(seen: Seen, name: str) -> None:
    assert seen[name]["printed"]["cut"] == []
