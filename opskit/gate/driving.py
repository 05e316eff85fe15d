"""A load while it is on: pgbench started, its log read as it grows, what it says told every few seconds.

pgbench ends a client at an error (but for deadlocks and serialization failures, from 15 on). A load that loses its
clients is another load, so that pgbench is started anew when a tenth of them is gone."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from opskit.errors import Unreachable
from opskit.gate.load_rules import LoadRules, Part
from opskit.gate.pgbench_errors import Aborted
from opskit.gate.quantiles import NEEDS, SHARE, rank
from opskit.gate.tally import Tally
from opskit.scratch.pgbench import COUNTS_FAILURES, Program, Running, running
from opskit.value import Value

TICK_S = 0.25
EVERY_S = 5.0
# Which share of the clients may be gone, for how long a pgbench is left alone, and how often it is started in all.
GONE, YOUNG_S, STARTS = 0.1, 2.0, 20
INTERRUPTED = 130
_WORDS_KEPT = 5


class Driven(Value):
    """`seconds` is how long was measured; `fewest` how many clients there were at the worst moment; `starts` how often
    pgbench was started. The two shares are of one core. `exit_code` is that of who asked it to end, 0 when nobody did;
    `whole`: it ran for as long as it was to."""

    tally: Tally
    aborted: Aborted
    seconds: float
    fewest: int
    starts: int
    pgbench_cpu: float
    own_cpu: float
    exit_code: int
    whole: bool


def command(program: Program, conninfo: str, parts: Sequence[Path], rules: LoadRules, seconds: float) -> list[str]:
    """`parts` are files with their weights, as pgbench takes them. No --latency-limit: what it skips for being late
    would be hidden."""
    counting = program.major >= COUNTS_FAILURES
    return [
        str(program.path), "--no-vacuum", "--protocol=simple", f"--client={rules.clients}",
        f"--jobs={min(rules.threads, rules.clients)}", f"--time={max(round(seconds), 1)}",
        *([f"--rate={rules.rate}"] if rules.rate else []), *(["--failures-detailed"] if counting else []),
        *([f"--max-tries={rules.tries}"] if counting and rules.tries > 1 else []),
        *(f"--file={part}" for part in parts), conninfo,
    ]  # fmt: skip


class Drive:
    def __init__(
        self, program: Program, conninfo: str, parts: Sequence[Part], rules: LoadRules, tell: Callable[[str], None]
    ) -> None:
        self._program, self._conninfo, self._parts, self._rules, self._tell = program, conninfo, parts, rules, tell
        retrying = rules.tries > 1 and program.major >= COUNTS_FAILURES
        self._tally = Tally(len(parts), rules.warm_up_s, rules.duration_s, bool(rules.rate), retrying)
        self._aborted = Aborted()
        self._began = time.monotonic()
        self._told_at, self._told = 0.0, 0
        self._fewest = rules.clients
        self._starts = self._exit_code = 0
        self._words: list[str] = []

    def run(self, folder: Path) -> Driven:
        """Its files go into the folder. Unreachable when pgbench could not begin."""
        cpu, own = _children_s(), time.process_time()
        files = list(self._written(folder))
        while self._parts and self._goes_on:
            self._starts += 1
            asked = command(self._program, self._conninfo, files, self._rules, self._left_s)
            with running(asked, folder / f"load{self._starts}") as process:
                self._follow(process)
            self._refuse_unbegun(process.code)
        wall = max(self._elapsed_s, TICK_S)
        whole = bool(self._starts) and not self._exit_code and self._left_s < 1
        return Driven(
            self._tally, self._aborted, self._rules.duration_s if whole else self._tally.measured_s, self._fewest,
            self._starts, (_children_s() - cpu) / wall, (time.process_time() - own) / wall, self._exit_code, whole,
        )  # fmt: skip

    @property
    def _goes_on(self) -> bool:
        again = self._left_s >= 1 and self._starts < STARTS
        return not self._starts or (again and not self._exit_code)

    @property
    def _elapsed_s(self) -> float:
        return time.monotonic() - self._began

    @property
    def _left_s(self) -> float:
        return self._rules.warm_up_s + self._rules.duration_s - self._elapsed_s

    def _written(self, folder: Path) -> Iterator[Path]:
        for number, part in enumerate(self._parts):
            file = folder / f"{number}.pgbench"
            file.write_text(part.text, encoding="utf-8")
            yield file.with_name(f"{file.name}@{part.weight}")

    def _follow(self, process: Running) -> None:
        """Until it ends, or has lost too many clients, or somebody asks for the end: then those clients that are in
        the middle of a transaction finish it."""
        lost, began = self._aborted.clients, time.monotonic()
        try:
            while process.code is None:
                time.sleep(TICK_S)
                self._take(process, lost)
                old = time.monotonic() - began > YOUNG_S and self._left_s > YOUNG_S
                if old and self._aborted.clients - lost >= max(GONE * self._rules.clients, 1):
                    break
        except (KeyboardInterrupt, SystemExit) as asked:
            self._exit_code = int(getattr(asked, "code", None) or INTERRUPTED)
            self._tell("ending the load: clients finish what they have begun; once more ends it now")
        process.end()
        self._take(process, lost)

    def _take(self, process: Running, lost: int) -> None:
        for lines in process.lines():
            self._tally.take(lines)
        while said := process.said():
            self._aborted.take(said)
            self._words = [*self._words, *said][-_WORDS_KEPT:]
        self._fewest = min(self._fewest, self._rules.clients - (self._aborted.clients - lost))
        if self._elapsed_s - self._told_at >= EVERY_S:
            self._speak()

    def _speak(self) -> None:
        seen = self._tally.total()
        count, at = seen.samples + self._tally.dropped, self._elapsed_s
        pace = (count - self._told) / (at - self._told_at)
        self._told_at, self._told = at, count
        tail = f"{seen.at_ranks([rank(seen.samples, SHARE['p99'])])[0]:.3g} ms" if seen.samples >= NEEDS["p99"] else "?"
        failed = self._aborted.clients + sum(each.failed.total() for each in self._tally.scripts)
        whole = self._rules.warm_up_s + self._rules.duration_s
        self._tell(f"load {at:.0f} of {whole:.0f} s: {pace:,.0f} a second, p99 so far {tail}, {failed} failed")

    def _refuse_unbegun(self, code: int | None) -> None:
        """Something was sent, or it is said why nothing could be."""
        nothing = not (self._tally.total().samples or self._tally.dropped or self._aborted.clients)
        if code and nothing and not self._exit_code:
            why = "; ".join(line.removeprefix("pgbench: error: ") for line in self._words)
            raise Unreachable("pgbench could not begin (nothing was changed)", why, "opskit doctor")


def _children_s() -> float:
    """Processor time of the children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
