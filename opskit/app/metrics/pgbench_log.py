"""The log of `pgbench --log`, transaction by transaction: quantiles as `p50_ms`, and `failed` (with
`--failures-detailed`, and what was skipped). Of a run with `--rate` the times count from when each was due. A look
takes what came since the one before."""

from __future__ import annotations

from pathlib import Path

from opskit.app.metric_files import content
from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.errors import Fault, Inconclusive, InvalidFile
from opskit.value import Value

GIVES = "p[0-9]{2}_ms|failed"
COMPARED = False


class Asked(Value):
    """`file` is one log, `pgbench_log.123`; of several threads a pattern, `pgbench_log.*`."""

    file: str


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    """Inconclusive when nothing came since."""
    from opskit.gate import pgbench_log
    from opskit.gate.baseline import thinned
    from opskit.gate.shapes import latencies

    ms: list[float] = []
    failed = 0
    for path in _files(asked.file):
        try:
            found = pgbench_log.series(content(str(path)).splitlines(), room.newer_than)
        except ValueError as error:
            raise InvalidFile([Fault(path, 0, str(error))], f"mend {asked.file}") from error
        ms, failed = [*ms, *found.ms], failed + found.failed
    if not ms and not failed:
        raise Inconclusive(f"{asked.file} holds no transaction since the last look or change")
    return Measurement(latencies.Shape({"pgbench": latencies.Series(list(thinned(ms)), failed)}))


def _files(pattern: str) -> list[Path]:
    path = Path(pattern).expanduser()
    found = sorted(path.parent.glob(path.name)) if "*" in path.name else [path]
    if not found:
        raise Inconclusive(f"{pattern} is not there")
    return found
