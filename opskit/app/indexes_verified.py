"""What `opskit verify indexes` is asked, and the shape of its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from opskit.app.index_advice import Advice, Unserved
from opskit.app.index_verdict import IndexVerdict
from opskit.core.index_redundancy import Redundancy
from opskit.core.verdict import Verdict
from opskit.core.workload_redundancy import ByWorkload
from opskit.value import Value, field


class Question(Value):
    """`pending`: the indexes of all migrations, applied or not; `manifest`: those of a file too; `names`: these alone,
    with all that is known of them; `require_used`: use that cannot be shown is no pass; `measure`: build on a full copy
    what is advised, `on` the server of another environment or an embedded one, else beside the target."""

    pending: bool = False
    require_used: bool = False
    manifest: Path | None = None
    names: Sequence[str] = ()
    measure: bool = False
    on: str = ""


class Summary(Value):
    """The uses count present indexes only; so does `active`, those for which all was shown that use takes."""

    expected: int
    present: int
    missing: int
    invalid: int
    different: int
    building: int
    used: int
    enforcing: int
    unused: int
    inconclusive: int
    active: int = 0


class IndexesVerified(Value):
    """`basis`: `applied`, or `all` when no migration is applied here or --pending asked for all, or `manifest` without
    any. `redundant` tells of expected indexes which one to drop and why, `redundant_elsewhere` of all others in the
    database; `to_decide` of those that rest on the workload or on another unique rule, and that a person has to judge.
    `advice` are indexes that the workload lacks, `unserved` queries that no B-tree would help. `workload` says why
    nothing was explained, empty when it was; `refused` the queries that could not be; `own_scans` what explaining
    added to the counters. `require_used`: use that was not shown counts against them."""

    verdict: Verdict
    basis: str
    revisions: Sequence[str]
    summary: Summary
    indexes: Sequence[IndexVerdict]
    redundant: Sequence[Redundancy]
    redundant_elsewhere: Sequence[Redundancy]
    stats_since: datetime | None
    window_days: float | None
    min_window_days: float
    to_decide: Sequence[ByWorkload] = ()
    advice: Sequence[Advice] = ()
    unserved: Sequence[Unserved] = ()
    asked: Sequence[str] = ()
    workload: str = ""
    refused: Mapping[str, str] = field(default_factory=dict)
    own_scans: Mapping[str, int] = field(default_factory=dict)
    require_used: bool = False
