"""How long the application waited for locks on tables, as the server logged it."""

from __future__ import annotations

import re
from pathlib import Path

from live.load import APPLICATION, PROBES

# log_line_prefix %n|%a|: seconds since the epoch, application_name
ACQUIRED = re.compile(
    rf"^([\d.]+)\|(?:{APPLICATION}|{PROBES})\|LOG:  process \d+ acquired \w+ on relation \d+ of database \d+"
    r" after ([\d.]+) ms",
    re.MULTILINE,
)


def longest_lock_wait_ms(log: Path, began: float, ended: float) -> float:
    """Of the waits under way between the two (seconds since the epoch); 0 when all were shorter than is logged."""
    waits = [(float(until), float(ms)) for until, ms in ACQUIRED.findall(log.read_text(errors="replace"))]
    return max((ms for until, ms in waits if until >= began and until - ms / 1000 <= ended), default=0.0)
