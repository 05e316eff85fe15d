"""A command that can be ended from here. sshd starts what it is asked for as the leader of a process group, so a shell
that tells its own number first and then becomes the command has told the number of the group. It takes no more than a
POSIX shell."""

from __future__ import annotations

import re
import secrets
import shlex
from collections.abc import Sequence

from opskit.core.kept import Kept

# Nothing is told by a shell that leads no group: to kill another's group is worse than to leave the command.
_TELLS = 'kill -0 -$$ 2>/dev/null && printf "%s %s\\n" "$0" "$$"; exec "$@"'
# Asked to end, then killed after two seconds or so; exit 0 when nothing of the group is left. kill alone tells neither
# a process of another user (sudo) from none, nor one that is dead and not buried yet, so ps is asked where there is
# one. Some shells sleep for whole seconds only.
_ENDS = """
left() {
    seen=$(ps -A -o pgid= -o stat=) || seen=
    [ -n "$seen" ] || { kill -0 "-$1"; return; }
    [ -n "$(echo "$seen" | while read -r group state; do
        case $group.$state in "$1".Z*) ;; "$1".*) echo left ;; esac
    done)" ]
}
kill -s TERM -- "-$0"
for try in 1 2 3 4 5 6 7 8 9 10; do
    left "$0" || exit 0
    sleep 0.2 || sleep 1
done
kill -s KILL -- "-$0"
sleep 0.2 || sleep 1
left "$0" && exit 1
exit 0
"""
# What a login shell may print before anything else.
_NOISE_BYTES = 16384


class Enclosed:
    def __init__(self, argv: Sequence[str]) -> None:
        self._token = secrets.token_hex(8)
        self._argv = argv

    @property
    def words(self) -> str:
        """For the login shell; each argument arrives as it is."""
        return f"exec {shlex.join(['sh', '-c', _TELLS, self._token, *self._argv])}"

    def output(self) -> Told:
        return Told(self._token)


class Told(Kept):
    """Standard output, without the line that tells the `group` and what came before it. 0: it was not told."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.group = 0
        self._line = re.compile(rf"{token} ([1-9]\d*)\n".encode())
        self._before: bytearray | None = bytearray()

    def take(self, data: bytes) -> None:
        if self._before is None:
            super().take(data)
            return
        self._before += data
        found = self._line.search(self._before)
        if found:
            self.group = int(found[1])
            del self._before[: found.end()]
        if found or len(self._before) > _NOISE_BYTES:
            self.end()

    def end(self) -> None:
        """Nothing more comes."""
        before, self._before = self._before, None
        super().take(bytes(before or b""))


def ending(group: int) -> str:
    """For the login shell."""
    return f"exec {shlex.join(['sh', '-c', _ENDS, str(group)])} 2>/dev/null"
