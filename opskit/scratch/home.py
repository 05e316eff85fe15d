"""The folder a throwaway server lives in: data/, socket/, server.log, cluster.json, and a copy of its programs."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from opskit.errors import Blocked, NotPermitted, Unreachable
from opskit.scratch.account import Account
from opskit.value import Value, asdict

# sockaddr_un.sun_path: 108 bytes with the final NUL on Linux, 104 on macOS.
_SOCKET_PATH_BYTES = 103
_SOCKET_FILE = ".s.PGSQL.65535"


class State(Value):
    """What another process needs to know; `port` is 0 until a TCP port was found."""

    bin_dir: Path
    listen: str
    port: int


class Home(Value):
    """`path` is what was asked for, `folder` where it really is; the same unless `path` is a link."""

    path: Path
    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        return self.folder / "socket"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def parts(self) -> tuple[Path, ...]:
        """What has to go for nothing to be left."""
        return (self.folder,) if self.path == self.folder else (self.folder, self.path)

    def save(self, state: State) -> None:
        file = self.folder / "cluster.json"
        file.touch(mode=0o600)  # nobody else's servers are ours to stop
        file.write_text(json.dumps(asdict(state), default=str) + "\n")

    def load(self) -> State:
        """Raises Unreachable when the folder holds no server that `save` was called for."""
        try:
            fields = json.loads((self.folder / "cluster.json").read_text())
            return State(Path(fields["bin_dir"]), fields["listen"], fields["port"])
        except (OSError, ValueError, KeyError, TypeError) as e:
            raise Unreachable(f"no throwaway server in {self.path}", str(e)) from e


def find(path: Path) -> Home:
    return Home(path.absolute(), path.resolve())


def make(base: Path, name: str, account: Account) -> Home:
    """Raises Blocked when `base`/`name` exists, NotPermitted when no folder suits the account."""
    base.mkdir(parents=True, exist_ok=True)
    path = base.resolve() / name
    if os.path.lexists(path):
        raise Blocked(f"{path} exists already", "a throwaway server makes its own folder", f"remove {path}")
    if _suits(base.resolve(), name, account):
        path.mkdir()
        home = Home(path, path)
    else:
        home = Home(path, _elsewhere(account))
        path.symlink_to(home.folder)
    # The account only passes through: what it may read and write are data/ and socket/.
    home.folder.chmod(0o700 if account.user is None else 0o711)
    account.take(home.data)
    account.take(home.socket)
    return home


def _elsewhere(account: Account) -> Path:
    for base in (Path(tempfile.gettempdir()).resolve(), Path("/tmp"), Path("/var/tmp")):  # noqa: S108 - mkdtemp below
        if base.is_dir() and _suits(base, "opskit-12345678", account):
            return Path(tempfile.mkdtemp(prefix="opskit-", dir=base))
    raise NotPermitted(
        "no temporary folder suits a throwaway server",
        "its account has to be able to enter it and the path has to be short enough for a unix socket",
        "set TMPDIR to such a folder",
    )


def _suits(base: Path, name: str, account: Account) -> bool:
    longest = os.fsencode(base / name / "socket" / _SOCKET_FILE)
    return len(longest) <= _SOCKET_PATH_BYTES and account.can_enter(base)
