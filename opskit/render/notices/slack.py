"""For an incoming webhook of Slack: one line, without mark-up, in which nothing is a mention or a link of its own."""

from __future__ import annotations

from opskit.core.notice import Notice, line


def document(notice: Notice) -> dict[str, str | bool]:
    """Slack reads <!channel> and <url|text> even where mark-up is off, so its three characters are written out."""
    text = line(notice).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": text, "mrkdwn": False}
