"""What is told of an event, in which words, and what the formats make of hostile ones."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from opskit.core.environment import Environment
from opskit.core.ignore import Ignore
from opskit.core.ledger import GENESIS, Entry, seal
from opskit.core.notable import EXPIRING, KINDS, SOON, expiring, notable, notice_of
from opskit.core.notice import Notice, Target, Template, line
from opskit.core.waiver import Waiver
from opskit.render.notices import body

PRODUCTION = {"production": Environment("production", "service=p", "service=p", protected=True)}
RUN = "20260106-220501-aaaa"


def told(kind: str, environment: str = "production", **given: Any) -> Notice:
    entry = Entry("2026-01-06T22:05:01Z", RUN, kind, environment, "dba@host", given)
    notice = notice_of(seal(7, entry, GENESIS), PRODUCTION)
    assert notice
    return notice


@pytest.mark.parametrize(
    ("notice", "sentence"),
    [
        (
            told("run.started", command="apply", changes=3, digest="d1"),
            "STARTED production PROTECTED: apply started, 3 changes, by dba@host;"
            f" next: opskit ledger show --run {RUN}",
        ),
        (
            told("run.finished", command="rollback", outcome="undone"),
            f"UNDONE production PROTECTED: rollback ended, by dba@host; next: opskit ledger show --run {RUN}",
        ),
        (
            told("item.signed", item="backup-fresh", runbook="own"),
            "SIGNED production PROTECTED: item backup-fresh was signed, by dba@host;"
            " next: opskit checklist show backup-fresh -e production --runbook own",
        ),
        (
            told("gate.decided", gate="canary", verdict="fail"),
            "FAIL production PROTECTED: gate canary was decided, by dba@host; next: opskit report -e production",
        ),
        (
            told("checklist.paused", "elsewhere", item="window"),
            "PAUSED elsewhere: the pause point before window waits for somebody's yes, by dba@host;"
            " next: opskit checklist show",
        ),
    ],
)
def test_a_line_says_status_where_what_who_and_the_next_command(notice: Notice, sentence: str) -> None:
    assert line(notice) == sentence


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != EXPIRING])
def test_every_kind_is_told_even_of_an_empty_event(kind: str) -> None:
    notice = told(kind)
    assert notice.status
    assert notice.text
    assert notice.next.startswith("opskit ")
    assert (notice.id, notice.kind, notice.run) == (notice.ledger_head, kind, RUN)


def test_what_is_not_notable_is_not_told_nor_what_no_ledger_has_taken_in() -> None:
    entry = Entry("2026-01-06T22:05:01Z", RUN, "change.started", "production", "dba@host", {})
    assert not notable("change.started")
    assert notice_of(seal(7, entry, GENESIS), PRODUCTION) is None
    lost = Entry("2026-01-06T22:05:01Z", RUN, "run.started", "production", "dba@host", {})
    assert notice_of(seal(0, lost, GENESIS), PRODUCTION) is None


def test_neither_sql_nor_a_reason_is_told() -> None:
    secret = "swordfish"  # noqa: S105 - what must not be found
    notice = told(
        "run.finished", command="apply", outcome=f"failed: {secret}", reason=secret, why=secret, sql=secret,
        evidence=[secret], text=secret, verdict="fail",
    )  # fmt: skip
    assert notice.status == "fail"
    assert all(secret not in body(notice, template).decode() for template in Template)


def test_a_waiver_is_told_in_its_last_seven_days_and_once() -> None:
    until = date(2026, 3, 10)
    ignore = Ignore("bloat_table", "public.*", "swordfish", until, Path("opskit.toml"), 1)

    def on(day: date) -> list[Notice]:
        return expiring([ignore], [], datetime(day.year, day.month, day.day, tzinfo=UTC), f"{day}T00:00:00Z")

    assert on(date(2026, 3, 2)) == on(date(2026, 3, 11)) == []
    (first,), (last,) = on(until - SOON), on(until)
    assert first.id == last.id
    assert first.text == "the ignore of bloat_table for public.* ends with 2026-03-10"
    assert "swordfish" not in str(first)


def test_a_waiver_of_a_checklist_is_told_in_its_last_seven_days() -> None:
    ends = datetime(2026, 3, 10, 12, tzinfo=UTC)
    waiver = Waiver("own", "load-test", "production", "swordfish", "ann", ends, "0123456789abcdef")

    def at(time: datetime) -> list[Notice]:
        return expiring([], [waiver], time, time.isoformat())

    assert at(ends - SOON - timedelta(seconds=1)) == at(ends) == []
    (first,), (last,) = at(ends - SOON), at(ends - timedelta(seconds=1))
    assert first.id == last.id
    assert first.text == "the waiver of load-test ends with 2026-03-10 12:00 UTC"
    assert first.next == "opskit checklist show load-test -e production --runbook own"
    assert "swordfish" not in str(first)


HOSTILE = 'x <!channel> & <http://evil|bank> [bank](http://evil) {{DATE(2026-01-01T00:00:00Z)}}\n\x1b[31m "q" \u202e'


def test_the_generic_document_holds_every_field_and_no_character_that_acts() -> None:
    document = json.loads(body(told("item.signed", item=HOSTILE[:70]), Template.GENERIC))
    assert document["schema"] == "opskit/notice/1"
    assert {
        "id", "run", "item", "status", "environment", "actor", "plan", "ledger_head", "text", "kind", "at", "next",
        "protected",
    } < document.keys()  # fmt: skip
    assert json.loads(body(told("run.started", digest="d1"), Template.GENERIC))["plan"] == "d1"
    raw = body(told("item.signed", item="a\nb \x1b[31m \u202e"), Template.GENERIC)
    assert "a b \\\\u001b[31m \\\\u202e" in raw.decode()
    assert raw.isascii()


def test_slack_gets_no_mention_and_no_link_from_a_name() -> None:
    document = json.loads(body(told("item.signed", item=HOSTILE[:60]), Template.SLACK))
    assert document.keys() == {"text", "mrkdwn"}
    assert document["mrkdwn"] is False
    assert "x &lt;!channel&gt; &amp; &lt;http://evil|bank&gt;" in document["text"]
    assert not set("<>\n") & set(document["text"])


def test_teams_gets_a_card_whose_text_has_no_markup() -> None:
    document = json.loads(body(told("item.signed", item="[bank](http://evil) {{DATE(x)}}"), Template.TEAMS))
    (attachment,) = document["attachments"]
    assert (document["type"], attachment["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    (block,) = attachment["content"]["body"]
    assert (block["type"], [each["type"] for each in block["inlines"]]) == ("RichTextBlock", ["TextRun"])
    assert "[bank](http://evil) { {DATE(x)}}" in block["inlines"][0]["text"]


def test_a_name_in_the_next_command_is_quoted_for_the_shell() -> None:
    assert told("item.signed", item="$(reboot)").next == "opskit checklist show '$(reboot)' -e production"


def test_a_target_wants_its_kinds_in_its_environments() -> None:
    def wants(notice: Notice, *environments: str) -> bool:
        kinds = frozenset({"run.started", EXPIRING})
        target = Target("t", None, "http://localhost", None, Template.GENERIC, kinds, frozenset(environments), Path())
        return target.wants(notice)

    assert wants(told("run.started"))
    assert wants(told("run.started"), "production")
    assert not wants(told("run.started"), "staging")
    assert not wants(told("run.finished"))
    ignore = Ignore("c", "*", "r", date(2026, 3, 1), Path(), 1)
    (waiver,) = expiring([ignore], [], datetime(2026, 3, 1, tzinfo=UTC), "2026-03-01T00:00:00Z")
    assert wants(waiver, "staging")
