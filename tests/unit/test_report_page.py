"""The page of a whole report: what decides stands first, every sentence names what it rests on, every name is there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import html5lib
import pytest
from fixtures.readiness import report
from fixtures.readiness.decided import waived
from fixtures.readiness.proved import row
from fixtures.readiness.report import answer

from opskit.core.readiness import Readiness
from opskit.render import html
from opskit.value import replace

LARGEST = 1_500_000  # bytes: what a mail still takes
ROWS = 5_000
SVG = "{http://www.w3.org/2000/svg}"


@cache
def drawn() -> str:
    return html.draw(answer())


@cache
def tree(text: str) -> Element:
    parsed: Element = html5lib.parse(text, namespaceHTMLElements=False)
    return parsed


def part(name: str, text: str = "") -> Element:
    """The section of that id."""
    return next(each for each in tree(text or drawn()).iter() if each.get("id") == name)


def said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def having(element: Element, name: str, *classes: str) -> list[Element]:
    return [each for each in element.iter(name) if set(classes) <= set(str(each.get("class")).split())]


def links(element: Element) -> list[str]:
    """The evidence it names, by what the links lead to."""
    return [unquote(str(each.get("href")).removeprefix("#e-")) for each in having(element, "a", "ev")]


def rows(name: str, text: str = "") -> Iterator[Element]:
    """The rows of the section's tables that are about one thing."""
    for body in part(name, text).iter("tbody"):
        yield from (each for each in body if each.tag == "tr" and each.get("class") is None)


def of(name: str, thing: str) -> Element:
    return next(each for each in rows(name) if thing in said(each))


def test_every_piece_of_evidence_that_is_named_is_in_the_appendix() -> None:
    known = {unquote(str(each.get("id")).removeprefix("e-")): each for each in part("evidence").iter("tr")}
    named = set(links(tree(drawn())))
    assert len(named) > 20
    for name in named:
        assert name in known
        assert name in said(known[name])


def test_a_row_of_the_appendix_has_the_hash_the_counts_the_server_the_login_and_the_time() -> None:
    body = next(each for each in part("evidence").iter("tbody") if "check:foreign_key_orphan" in said(each))
    found = next(each for each in body.iter("tr") if each.get("id") == "e-check:foreign_key_orphan")
    evidence = next(each for each in report().evidence if each.id == "check:foreign_key_orphan")
    assert [said(each) for each in found][2:] == [evidence.sha256, "1", "1", "01-19 23:04:00"]
    assert "login opskit_ro, database intowork" in said(body)
    assert evidence.server in said(part("evidence"))


def test_what_blocks_names_its_evidence_its_owner_since_when_and_the_next_command() -> None:
    shown = having(part("blocks"), "li", "block")
    assert len(shown) == len(report().blockers)
    for item, point in zip(shown, report().blockers, strict=True):
        assert links(item) == list(point.evidence)
        assert {point.what, point.owner, point.next} <= {said(each) for each in item.iter()} | {""}
        assert point.since[:10] in said(item)


def test_a_claim_names_its_evidence_and_the_refuted_ones_come_first() -> None:
    claims = report().claims
    assert claims
    for claim in claims.claims:
        assert links(of("claims", f"“{claim.text}”")) == list(claim.evidence)
        assert claim.measured in said(of("claims", f"“{claim.text}”"))
    words = [said(having(each, "span", "chip")[0])[2:] for each in rows("claims")]
    assert list(dict.fromkeys(words)) == ["refuted", "verified", "needs sign-off", "not testable"]
    assert len(words) == len(claims.claims)


def test_a_claim_of_a_verdict_that_the_page_does_not_know_is_shown_too() -> None:
    claims = report().claims
    assert claims
    odd = replace(
        claims, claims=[*claims.claims, replace(claims.claims[0], text="something else", verdict="withdrawn")]
    )
    shown = [said(each) for each in rows("claims", html.draw(answer(replace(report(), claims=odd))))]
    assert "“something else”" in shown[-1]
    assert "withdrawn" in shown[-1]


def test_a_criterion_an_index_and_a_signature_name_their_evidence() -> None:
    checklist = report().checklist
    assert checklist
    assert all(links(of("criteria", each.title)) == [f"event:{each.event}"] for each in checklist.metrics)
    assert all(links(of("indexes", each.name)) == ["part:indexes"] for each in report().indexes)
    for sign in report().signoffs:
        assert links(of("signed", sign.title)) == [f"event:{sign.event}"]


def test_evidence_that_the_report_does_not_have_is_named_and_leads_nowhere() -> None:
    text = html.draw(answer(replace(report(), evidence=())))
    assert not having(tree(text), "a", "ev")
    assert "check:foreign_key_orphan" in said(part("blocks", text))


def test_nothing_blocks_only_where_the_verdict_says_so() -> None:
    ready = replace(report(), verdict=Readiness.READY, blockers=())
    assert "Nothing blocks" in said(part("blocks", html.draw(answer(ready))))
    untold = replace(ready, verdict=Readiness.NOT_PROVEN)
    assert "cannot be told" in said(part("blocks", html.draw(answer(untold))))


def test_the_banner_says_for_what_and_how_long_the_verdict_holds() -> None:
    (banner,) = having(tree(drawn()), "header", "banner")
    for text in ("NOT READY", "production", "2 fail", "2 cannot be told", "59 of 100", "c41d09be7a3f", "8f7f9bb2c1",
                 "2 changed files", "2026-01-20 03:17 UTC", "backup-fresh counts for 24 h", "ann@ops-1"):  # fmt: skip
        assert text in said(banner)


def test_waived_and_untold_items_are_counted_apart_from_those_that_passed() -> None:
    counted = [[said(cell) for cell in each] for each in rows("counts")]
    assert [cell.split(" A ")[0].split(" critical")[0] for cell in counted[0]][:2] == ["passed or signed", "4 of 6"]
    assert counted[1][1] == "1 waived, 1 untold"


def test_a_waiver_shows_the_days_until_it_ends() -> None:
    assert said(having(of("waivers", "backup_absent:intowork"), "strong")[0]) == "40"
    assert said(having(of("waivers", "production-config"), "strong")[0]) == str(waived()[0].days_left)


def test_all_of_its_parts_are_in_the_order_a_reader_decides_in() -> None:
    order = [str(each.get("id")) for each in tree(drawn()).iter("section")]
    assert order == [
        "blocks", "facts", "counts", "criteria", "score", "indexes", "gates", "waivers", "speed", "load", "window",
        "risk", "timeline", "claims", "checklist", "signed", "since", "next", "open", "evidence",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("absent", "section"),
    [({"claims": None}, "claims"), ({"timeline": ()}, "timeline"), ({"budgets": ()}, "window"),
     ({"next_steps": ()}, "next"), ({"risk": None, "runs": ()}, "risk"), ({"since": None, "earlier": ()}, "since")],
)  # fmt: skip
def test_a_part_that_is_not_there_leaves_no_empty_section(absent: dict[str, Any], section: str) -> None:
    text = html.draw(answer(replace(report(), **absent)))
    assert section not in [each.get("id") for each in tree(text).iter("section")]
    assert f"#{section}" not in [each.get("href") for each in tree(text).iter("a")]


def test_what_the_bar_of_a_statement_stops_differs_by_pattern_too() -> None:
    fills = {str(each.get("class")): str(each.get("fill")) for each in part("timeline").iter(f"{SVG}rect")}
    assert fills["f-fail"] == "url(#fill-fail)"
    assert fills["f-ok"] == "None"
    patterns = {str(each.get("id")) for each in tree(drawn()).iter(f"{SVG}pattern")}
    used = {str(each.get("fill"))[5:-1] for each in tree(drawn()).iter(f"{SVG}rect") if each.get("fill")}
    assert used <= patterns


def test_a_report_of_thousands_of_pieces_of_evidence_can_still_be_mailed() -> None:
    many = [row(f"event:{seq}", f"change.finished {seq}", None, None, -seq) for seq in range(1000, 1000 + ROWS)]
    text = html.draw(answer(replace(report(), evidence=[*report().evidence, *many])))
    assert text.count("<tr id=") >= ROWS
    assert len(text.encode()) < LARGEST
