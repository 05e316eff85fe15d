"""What pgbench says when an error ends one of its clients, and the SQLSTATE of it.

pgbench prints the server's sentence and leaves its code out, and no setting of libpq or of the server brings that in.
So the code is told by the sentence, in English (the load asks the server for that where its login may); a sentence that
is not known here is counted as UNKNOWN, beside its text. Deadlocks and serialization failures pgbench counts itself
from 15 on, and goes on after them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

UNKNOWN = "unknown"
_ABORTED = re.compile(r"client \d+ script (\d+) aborted in command \d+ query \d+: (.*)")
_ALONE = re.compile(r"client \d+ aborted (?:in command \d+ \(.*?\) of script (\d+); )?(.*)")
# Kept of a sentence.
_LONGEST = 200
_SENTENCES = [
    (re.compile(pattern), code)
    for pattern, code in (
        ("division by zero", "22012"),
        ("duplicate key value violates unique", "23505"),
        ("violates foreign key constraint", "23503"),
        ("violates check constraint", "23514"),
        ("violates not-null constraint", "23502"),
        ("violates exclusion constraint", "23P01"),
        ("invalid input (?:value|syntax) for", "22P02"),
        ("value too long for type", "22001"),
        ("out of range", "22003"),
        ("deadlock detected", "40P01"),
        ("could not serialize access", "40001"),
        ("canceling statement due to lock timeout", "55P03"),
        ("could not obtain lock", "55P03"),
        ("canceling statement due to conflict with recovery", "40001"),
        ("canceling statement due to", "57014"),
        ("terminating connection due to administrator command", "57P01"),
        ("terminating connection due to (?:unexpected )?(?:crash|postmaster)", "57P02"),
        ("the database system is (?:starting up|shutting down|in recovery)", "57P03"),
        ("terminating connection due to idle-in-transaction timeout", "25P03"),
        ("terminating connection due to", "57P05"),
        ("in a read-only transaction", "25006"),
        ("permission denied", "42501"),
        ("must be owner of", "42501"),
        ("function .* does not exist", "42883"),
        ("operator does not exist", "42883"),
        ("relation .* does not exist", "42P01"),
        ("column .* does not exist", "42703"),
        ("schema .* does not exist", "3F000"),
        ("syntax error at", "42601"),
        ("(?:too many clients|too many connections|connection slots are reserved)", "53300"),
        ("out of memory", "53200"),
        ("could not extend file|No space left", "53100"),
        ("out of shared memory", "53200"),
        ("(?:backend died|server closed the connection|connection to server|no connection)", "08006"),
    )
]  # fmt: skip


@dataclass
class Aborted:
    """`clients` were ended by an error; `errors` counts them by script (its number; None where that is not said) and
    SQLSTATE, `sentences` has the first one of each SQLSTATE."""

    clients: int = 0
    errors: Counter[tuple[int | None, str]] = field(default_factory=Counter)
    sentences: dict[str, str] = field(default_factory=dict)

    def of(self, script: int) -> Counter[str]:
        """By SQLSTATE; what is said of no script counts for the first."""
        own = Counter({code: count for (number, code), count in self.errors.items() if number == script})
        nobody = {code: count for (number, code), count in self.errors.items() if number is None and not script}
        return own + Counter(nobody)

    def take(self, lines: Iterable[str]) -> None:
        """A sentence goes on in further lines, which say nothing of the code."""
        for line in lines:
            found = _ABORTED.search(line) or _ALONE.search(line)
            if found:
                code = sqlstate(found[2])
                self.clients += 1
                self.errors[int(found[1]) if found[1] else None, code] += 1
                self.sentences.setdefault(code, found[2].strip()[:_LONGEST])


def sqlstate(sentence: str) -> str:
    return next((code for pattern, code in _SENTENCES if pattern.search(sentence)), UNKNOWN)
