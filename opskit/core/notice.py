"""A notice: what is told to people who are not at the terminal, and the targets it goes to."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from opskit.value import Value


class Template(StrEnum):
    """What a target understands; each is a module of opskit/render/notices."""

    GENERIC = "generic"
    SLACK = "slack"
    TEAMS = "teams"


class Notice(Value):
    """`id` is the hash of the event it tells, which `ledger_head` was at that time too (empty without an event); `at`
    is RFC 3339 UTC; `item` is what it is about: an item, a gate, a phase or a command. It holds ids and words that
    opskit chose, no SQL and nothing that a person wrote as a reason. What stands in it is hostile text."""

    id: str
    kind: str
    at: str
    status: str
    text: str
    next: str
    run: str = ""
    environment: str = ""
    protected: bool = False
    item: str = ""
    actor: str = ""
    plan: str = ""
    ledger_head: str = ""


class Target(Value):
    """Where notices go. The URL is a secret: it stands in `url_file`, or, where nobody else could use it, in `url`.
    `secret_file` holds the key that signs them. `events` are kinds; without `environments` all of them count. `path`
    is the file that says so."""

    name: str
    url_file: Path | None
    url: str
    secret_file: Path | None
    template: Template
    events: frozenset[str]
    environments: frozenset[str]
    path: Path

    @property
    def address(self) -> str:
        """What tells two targets of one name apart: where the URL stands, not what it is."""
        return str(self.url_file or self.url)

    def wants(self, notice: Notice) -> bool:
        """A notice that is of no environment concerns all of them."""
        here = not self.environments or not notice.environment or notice.environment in self.environments
        return here and notice.kind in self.events


def line(notice: Notice) -> str:
    """The whole of it for people: status, where, what, who, and the next command."""
    where = notice.environment + (" PROTECTED" if notice.protected else "")
    status = " ".join(filter(None, [notice.status.upper(), where]))
    by = f", by {notice.actor}" if notice.actor else ""
    return f"{status}: {notice.text}{by}; next: {notice.next}"
