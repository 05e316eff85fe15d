"""`opskit doctor`: what opskit can and cannot do here, each lack with the statement that mends it."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.context import Context
from opskit.app.diagnosis import Item, Status
from opskit.app.doctor_files import ledger, migrations
from opskit.app.doctor_login import reach, sight
from opskit.app.doctor_notify import notify
from opskit.app.doctor_route import route
from opskit.app.doctor_server import abilities, about
from opskit.app.looking import unguarded
from opskit.core.answer import Answer
from opskit.core.environment import Server
from opskit.value import Value

MISSING = 1


class Diagnosis(Value):
    environment: str
    server: Server
    items: Sequence[Item]


def doctor(context: Context) -> Answer[Diagnosis]:
    """Exit 0 when nothing is missing, 1 otherwise; a warning is no lack. Looks only, at files as at the server, and
    also at one whose system_identifier is not the expected one: to say so is its work."""
    environment = context.environment
    with unguarded(context, environment.read_conninfo) as look:
        server = look.db.server
        items = [*about(context, look), *route(context, look.db), *sight(look.db), *abilities(context, look.db)]
    with unguarded(context, environment.conninfo) as look:
        items += reach(look.db)
    items += [ledger(context, server), migrations(context.settings), *notify(context.settings)]
    code = MISSING if any(item.status is Status.MISSING for item in items) else 0
    found = Diagnosis(environment.name, server, tuple(items))
    return Answer("doctor", found, code, environment=environment.name, run=context.run)
