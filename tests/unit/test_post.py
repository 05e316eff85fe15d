"""One POST: what counts as delivered, how long it may take, and that no failure repeats what it was sent to."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from fixtures.webhook import Webhook

from opskit.remote.posting import TIMEOUT_S, Failure, post

MARKER = "swordfish-4711"


def sent(url: str) -> Failure | None:
    return post(url, b"{}", {"X-Here": "1"})


def test_only_an_answer_of_2xx_is_a_delivery(webhook: Webhook) -> None:
    assert sent(webhook.url()) is None
    webhook.answer = 204
    assert sent(webhook.url()) is None
    (first, _) = webhook.received
    assert (first.method, first.path, first.headers["X-Here"], first.body) == ("POST", "/hook", "1", b"{}")


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (500, "it answered 500, no success"),
        (404, "it answered 404, no success"),
        (302, "it answered 302, a redirect, which is not followed"),
        (307, "it answered 307, a redirect, which is not followed"),
    ],
)
def test_another_answer_is_none_and_a_redirect_is_not_followed(webhook: Webhook, status: int, text: str) -> None:
    webhook.answer, webhook.says = status, MARKER
    assert sent(webhook.url(f"/{MARKER}")) == Failure(text, answered=True)
    assert [each.path for each in webhook.received] == [f"/{MARKER}"]


def test_a_refused_connection_is_told_at_once(deaf_port: int) -> None:
    before = time.monotonic()
    assert sent(f"http://127.0.0.1:{deaf_port}/{MARKER}") == Failure("the connection was refused")
    assert time.monotonic() - before < TIMEOUT_S


@pytest.mark.parametrize(
    "url",
    [
        f"file:///etc/{MARKER}", f"ftp://h/{MARKER}", MARKER, "", f"http:///{MARKER}", f"http://h:{MARKER}/",
        f"http://127.0.0.1/{MARKER} {MARKER}", f"http://127.0.0.1/\n{MARKER}", f"http://[{MARKER}",
        f"http://{MARKER}.invalid/{MARKER}",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_a_failure_that_does_not_repeat_it(url: str) -> None:
    failure = sent(url)
    assert failure
    assert not failure.answered
    assert MARKER not in failure.text


@pytest.fixture(params=["hangs", "drips"])
def endless(request: pytest.FixtureRequest, webhook: Webhook) -> Iterator[Webhook]:
    setattr(webhook, request.param, True)
    yield webhook


@pytest.mark.slow
def test_whoever_does_not_come_to_an_end_is_left_after_five_seconds(endless: Webhook) -> None:
    before = time.monotonic()
    assert sent(endless.url()) == Failure("no answer within 5 s")
    assert time.monotonic() - before < TIMEOUT_S + 20


def test_this_machine_is_reached_without_a_proxy(
    webhook: Webhook, deaf_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{deaf_port}")
    assert sent(webhook.url()) is None


def test_a_proxy_is_used_for_others(webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", webhook.url(""))
    assert sent("http://hooks.invalid/x") is None
    assert [each.path for each in webhook.received] == ["http://hooks.invalid/x"]
