"""opskit, killed with SIGKILL by itself at a chosen boundary of its work.

    python dying.py WHERE NUMBER [NAME=SECONDS...] -- apply --confirm test

WHERE is one of `before-record`, `after-record` (the NUMBER-th event in the ledger), `before-execute`, `after-execute`
(the NUMBER-th statement of sessions that write, questions left out) or `never`. Without a kill the last line of stderr
says how many boundaries there were: `boundaries: record 58 execute 131`. NAME is a constant of opskit, as in
opskit.pg.operator_lock.EVERY_S. SIGUSR1 prints where every thread is."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Any

import psycopg

from opskit.app.context import Context
from opskit.cli.main import run

QUESTIONS = ("select", "--", "with", "show", "explain")


class Boundaries:
    def __init__(self, where: str, number: int) -> None:
        self.where, self.number = where, number
        self.passed = {"record": 0, "execute": 0}
        self._lock = threading.Lock()

    def around(self, kind: str, counts: Callable[..., bool], function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with a boundary right before and right after each call that counts."""

        @wraps(function)
        def called(*args: Any, **kwargs: Any) -> Any:
            if not counts(*args):
                return function(*args, **kwargs)
            with self._lock:
                self.passed[kind] += 1
                here = self.passed[kind]
            self._reached(f"before-{kind}", here)
            result = function(*args, **kwargs)
            self._reached(f"after-{kind}", here)
            return result

        return called

    def _reached(self, where: str, number: int) -> None:
        if (where, number) == (self.where, self.number):
            os.kill(os.getpid(), signal.SIGKILL)


def writes(connection: psycopg.Connection[Any], query: object, *_: object) -> bool:
    """A statement of a session that may write, which is not the one that holds the operator's lock."""
    parameters = connection.info.get_parameters()
    ours = parameters["application_name"].startswith("opskit/") and not parameters["application_name"].endswith(
        "/operator"
    )
    text = (query.decode() if isinstance(query, bytes) else str(query)).lstrip().lower()
    return ours and "read_only=on" not in parameters.get("options", "") and not text.startswith(QUESTIONS)


def main(words: list[str]) -> int:
    end = words.index("--")
    (where, number, *settings), arguments = words[:end], words[end + 1 :]
    for setting in settings:
        name, _, value = setting.partition("=")
        module, _, constant = name.rpartition(".")
        assert hasattr(import_module(module), constant), f"there is no {name}"
        setattr(import_module(module), constant, float(value))
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    boundaries = Boundaries(where, int(number))
    Context.record = boundaries.around("record", lambda *_: True, Context.record)  # type: ignore[method-assign]
    psycopg.Connection.execute = boundaries.around("execute", writes, psycopg.Connection.execute)  # type: ignore[method-assign]
    code = run(arguments)
    passed = " ".join(f"{kind} {count}" for kind, count in boundaries.passed.items())
    print(f"boundaries: {passed}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
