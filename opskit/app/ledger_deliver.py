"""`opskit ledger deliver`: what is due goes out, also what a killed run did not get to announce. For cron."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from opskit.app.announcing import Post
from opskit.app.courier import round_of
from opskit.app.undelivered import Undelivered, undelivered
from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.core.ledger import Ledger
from opskit.value import Value

STILL_OPEN = 3


class Delivered(Value):
    """`delivered` letters went out now, to all targets together; `undelivered` are those that did not, or not yet."""

    path: Path
    targets: Sequence[str]
    delivered: int
    undelivered: Sequence[Undelivered]


def deliver(settings: Settings, ledger: Ledger) -> Answer[Delivered]:
    """Exit 3 when a notice of the last week has not reached its target. InvalidFile: the outbox cannot be used."""
    post = Post(settings, ledger)
    done = 0
    if settings.notify:
        post.catch_up()
        post.put_expiring()
        with ThreadPoolExecutor(len(settings.notify)) as pool:
            done = sum(
                count for count, _ in pool.map(lambda target: round_of(post.outbox.patient(), target), settings.notify)
            )
    left = undelivered(settings, datetime.now(UTC))
    data = Delivered(post.outbox.path, [target.name for target in settings.notify], done, left)
    return Answer("ledger deliver", data, STILL_OPEN if left else 0, changed=bool(done))
