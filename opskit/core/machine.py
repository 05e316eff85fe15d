"""What the machine of a database server says of itself."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.value import Value


class FileSystem(Value):
    """`path` is what was asked for, `mount` where its file system is mounted."""

    path: str
    mount: str
    free_bytes: int
    total_bytes: int


class Machine(Value):
    """`disks` has those that could be seen. `load` is the mean number of processes that run or wait, over one minute;
    `skew_s`: how far its clock is ahead of this machine's, whole seconds. None is what it does not tell."""

    disks: Sequence[FileSystem]
    memory_bytes: int | None
    available_bytes: int | None
    load: float | None
    cores: int | None
    skew_s: int | None
