"""`opskit completion`: what makes a shell ask opskit when Tab is pressed."""

from __future__ import annotations

from opskit.core.answer import Answer
from opskit.value import Value

_READ = {"bash": 'eval "$(opskit completion bash)"', "zsh": 'eval "$(opskit completion zsh)"',
         "fish": "opskit completion fish | source"}  # fmt: skip


class Completion(Value):
    """`script` is for the shell to read."""

    shell: str
    script: str


def completion(shell: str, script: str) -> Answer[Completion]:
    """With the line that makes the shell read it at its start, as a comment."""
    return Answer("completion", Completion(shell, f"# {_READ[shell]}\n{script.strip()}"))
