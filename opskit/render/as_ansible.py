"""What a play of Ansible registers: `changed` and `failed` for its changed_when and failed_when, and the answer.

- ansible.builtin.command: opskit apply -e production --confirm production -o ansible
  register: told
  changed_when: (told.stdout | from_json).changed
  failed_when: (told.stdout | from_json).failed"""

from __future__ import annotations

import json
from typing import Any

from opskit.core.answer import Answer
from opskit.render import as_json
from opskit.render.blocks import Line

# Done, nothing to do, or what is pending shown as it was asked for.
_SOUND = (0, 10)


def draw(answer: Answer[Any]) -> str:
    """One line of JSON. Of an error `msg` is what happened and why."""
    told = {"changed": answer.changed, "failed": answer.exit_code not in _SOUND, "rc": answer.exit_code}
    document = json.loads(as_json.draw_line(answer))
    return as_json.line({**told, "msg": _message(answer), "opskit": document})


def _message(answer: Answer[Any]) -> str:
    if answer.command == "error":
        return ": ".join(filter(None, [answer.data["what"], answer.data["why"]]))
    from opskit.render.draw import view

    lines = [block for block in view(answer) if isinstance(block, Line) and block.text]
    told = next((block for block in lines if block.status), next(iter(lines), None))
    return f"{told.status} {told.text}".strip() if told else ""
