"""Whether the machine that answers is the one a person has accepted before."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any

import paramiko

from opskit.errors import Unreachable
from opskit.remote.known_hosts import HostKey, KnownKeys
from opskit.remote.route import Route
from opskit.remote.transport import Transport


class Judge(paramiko.MissingHostKeyPolicy):
    """Unreachable for a host that is unknown, shows another key than the known one, or a revoked one."""

    def __init__(self, hop: Route, known: KnownKeys) -> None:
        self._hop = hop
        self._known = known

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        shown = HostKey(key.get_name(), key.asbytes())
        where, command = self._hop.where, self._hop.asked.accepting
        files = str(self._hop.known_hosts[0])
        if shown.blob in [each.blob for each in self._known.revoked]:
            what = f"{where} shows a host key that was revoked (nothing was changed)"
            raise Unreachable(what, f"{shown.kind} {shown.fingerprint}, @revoked in {files}", command)
        if shown.blob in [each.blob for each in self._known.accepted]:
            return
        hint = f"{command}   (once, and compare the key: {shown.fingerprint})"
        if not self._known.accepted:
            what = f"{where} is not known: nobody has accepted its host key (nothing was changed)"
            raise Unreachable(what, f"{shown.kind} {shown.fingerprint} is not in {files}", hint)
        accepted = ", ".join(f"{each.kind} {each.fingerprint}" for each in self._known.accepted)
        raise Unreachable(
            f"{where} shows another host key than the known one (nothing was changed)",
            f"{shown.kind} {shown.fingerprint}, known is {accepted}: it was installed anew, or another machine answers",
            f"ssh-keygen -R {shlex.quote(self._hop.name)} -f {shlex.quote(files)}   (when you know why; then {hint})",
        )


def offering(known: KnownKeys) -> Callable[..., Transport]:
    """Transports that ask first for a key of a kind that is known: a machine has several."""
    kinds = {each.kind for each in known.accepted}

    def transport(sock: Any, **options: Any) -> Transport:
        made = Transport(sock, **options)
        chosen = made.get_security_options()
        chosen.key_types = sorted(chosen.key_types, key=lambda name: _kind(name) not in kinds)
        return made

    return transport


def _kind(algorithm: str) -> str:
    """RSA keys are called ssh-rsa, whatever they sign with (RFC 8332)."""
    return "ssh-rsa" if algorithm.startswith("rsa-sha2-") else algorithm
