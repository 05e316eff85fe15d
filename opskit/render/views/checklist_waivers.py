"""The waivers on the page of a checklist."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.waiver_view import WaiverView
from opskit.render.blocks import Block, Bullets, Heading


def waivers(views: Sequence[WaiverView]) -> list[Block]:
    if not views:
        return []
    return [Heading("Waivers"), Bullets([f"{each.item}: {each.text} ({each.reason})" for each in views])]
