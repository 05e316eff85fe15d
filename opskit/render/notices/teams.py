"""For a workflow of Teams that posts what a webhook brings: one line, as an Adaptive Card."""

from __future__ import annotations

from typing import Any

from opskit.core.notice import Notice, line


def document(notice: Notice) -> dict[str, Any]:
    """A TextRun has no mark-up, as a TextBlock has: a link in a name stays the text it is. The functions of a card,
    {{DATE(…)}}, are kept from being any."""
    text = line(notice).replace("{{", "{ {")
    block = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text}]}
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [block],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [attachment]}
