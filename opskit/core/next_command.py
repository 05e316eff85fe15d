"""The command to type for an open item, whole: it can be copied as it stands."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from opskit.core.item_state import ItemState, Status
from opskit.core.runbook import EvidenceType, Item
from opskit.value import Value


class Address(Value):
    """How the commands of this call name where they work: `-e production`, or `--dsn '…'`. `name` is what --confirm
    wants, `conninfo` what psql takes, `runbook` is `--runbook NAME`, or empty for the usual one."""

    name: str
    options: str
    conninfo: str
    runbook: str = ""

    def command(self, command: str) -> str:
        """A command that names another environment already is whole."""
        return command if " -e " in command else f"{command} {self.options}"

    def checklist(self, verb: str, item: str) -> str:
        return " ".join(filter(None, ["opskit checklist", verb, item, self.runbook, self.options]))


def next_command(state: ItemState, states: Mapping[str, ItemState], address: Address) -> str:
    """Empty for what is done. For a blocked item the command of the first one it waits for; what runs is watched."""
    if state.done:
        return ""
    if state.status is Status.RUNNING:
        return address.checklist("watch", "")
    if state.waits_for:
        return next_command(states[state.waits_for[0]], states, address)
    item, proof = state.item, state.proof
    passed = proof is not None and proof.seen.status is Status.PASS
    if item.check is None or (passed and state.status is Status.PENDING):
        return _sign(item, address)
    if proof is None or passed or (item.do and state.status in (Status.PENDING, Status.UNKNOWN, Status.UNDONE)):
        return address.checklist("run", item.id)
    again = "run" if state.status is Status.INCONCLUSIVE or item.do else "show"
    return address.command(proof.seen.next) if proof.seen.next else address.checklist(again, item.id)


def quoted(text: str) -> str:
    """For a POSIX shell: in double quotes where only single ones are in the way, so that a person can read it."""
    return f'"{text}"' if "'" in text and not set(text) & set('"$`\\!') else shlex.quote(text)


def _sign(item: Item, address: Address) -> str:
    blanks = {EvidenceType.URL: "URL", EvidenceType.TEXT: '"TEXT"'}
    asked = [f"--evidence {blanks[each.type]}" for each in item.evidence if each.required]
    return " ".join([address.checklist("sign", item.id), *asked, '--reason "SENTENCE"'])
