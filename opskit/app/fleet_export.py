"""`opskit fleet export k8s`: a CronJob for the checks of each database. Changes are no cron jobs, so there are none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from opskit.app.context import Context
from opskit.app.fleet import Pick, picked
from opskit.core.answer import Answer
from opskit.core.target import Target
from opskit.errors import UsageFault
from opskit.value import Value

# Kubernetes appends 11 characters to the name of a CronJob, and a name of a Job has at most 63.
_LONGEST = 52
# What opskit answers by its exit code: the pod has done its work, and another one would answer the same.
_ANSWERS = [1, 2, 3, 4, 5, 6, 7, 70]
_CONFIG, _HOME, _SECRET = "/etc/opskit", "/var/opskit", "opskit-pgpass"


class Cron(Value):
    """`deadline_s` ends a pod that takes longer."""

    image: str
    schedule: str
    namespace: str
    deadline_s: int


class Manifest(Value):
    """A List of Kubernetes objects."""

    document: Mapping[str, Any]
    targets: int


def fleet_export_k8s(context: Context, pick: Pick, cron: Cron) -> Answer[Manifest]:
    """UsageFault where the fleet is not in a file of its own, which the pods have to be given, or behind SSH."""
    path = pick.file or context.settings.targets
    if path is None or path.suffix == ".conf":
        what = "the pods need a file of targets (nothing was written)"
        raise UsageFault(what, "a targets.toml, or an inventory (.json)", "--targets targets.toml")
    targets = picked(context, pick)
    _refuse_behind_ssh(targets)
    items = [_config(path, cron), *(_cron_job(each, path, cron) for each in targets)]
    document = {"apiVersion": "v1", "kind": "List", "items": items}
    return Answer("fleet-export-k8s", Manifest(document, len(targets)))


def _refuse_behind_ssh(targets: Sequence[Target]) -> None:
    """A pod has no key of a person's, and none is copied into one."""
    behind = [each.name for each in targets if each.environment.ssh]
    if behind:
        raise UsageFault(
            "a pod has no key to go over SSH with (nothing was written)", f"behind SSH: {', '.join(behind)}",
            f"--target 'name!={behind[0]}', or a file of targets that the pods reach by themselves",
        )  # fmt: skip


def name_of(target: str) -> str:
    """A name as DNS allows it; what had to be altered ends in a digest, so that no two become one."""
    plain = re.sub(r"[^a-z0-9]+", "-", target.lower()).strip("-")
    if plain == target and len(f"opskit-{plain}") <= _LONGEST:
        return f"opskit-{plain}"
    digest = hashlib.sha256(target.encode()).hexdigest()[:8]
    return f"opskit-{plain}"[: _LONGEST - 9].rstrip("-") + f"-{digest}"


def _config(path: Path, cron: Cron) -> dict[str, Any]:
    return {
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "opskit-targets", "namespace": cron.namespace},
        "data": {f"targets{path.suffix}": path.read_text(encoding="utf-8")},
    }  # fmt: skip


def _cron_job(target: Target, path: Path, cron: Cron) -> dict[str, Any]:
    labels = {"app.kubernetes.io/name": "opskit", "app.kubernetes.io/component": "check"}
    metadata = {
        "name": name_of(target.name), "namespace": cron.namespace, "labels": labels,
        "annotations": {"opskit/target": target.name},
    }  # fmt: skip
    job = {
        "backoffLimit": 0,
        "activeDeadlineSeconds": cron.deadline_s,
        "podFailurePolicy": {"rules": _failures()},
        "template": {"metadata": {"labels": labels}, "spec": _pod(target, path, cron)},
    }
    spec = {
        "schedule": cron.schedule, "concurrencyPolicy": "Forbid", "startingDeadlineSeconds": cron.deadline_s,
        "successfulJobsHistoryLimit": 1, "failedJobsHistoryLimit": 3, "jobTemplate": {"spec": job},
    }  # fmt: skip
    return {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": metadata, "spec": spec}


def _failures() -> Sequence[dict[str, Any]]:
    """A node that is drained is no answer of the check."""
    return [
        {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
        {
            "action": "FailJob",
            "onExitCodes": {"containerName": "opskit", "operator": "In", "values": _ANSWERS},
        },
    ]


def _pod(target: Target, path: Path, cron: Cron) -> dict[str, Any]:
    argv = ["fleet", "check", "--targets", f"{_CONFIG}/targets/targets{path.suffix}", "--target", f"name={target.name}"]
    container = {
        "name": "opskit",
        "image": cron.image,
        "args": [*argv, "-o", "json"],
        "env": [
            {"name": "HOME", "value": _HOME},
            {"name": "PGPASSFILE", "value": f"{_CONFIG}/pgpass/pgpass"},
        ],
        "securityContext": {
            "runAsNonRoot": True, "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [
            {"name": "home", "mountPath": _HOME},
            {"name": "targets", "mountPath": f"{_CONFIG}/targets", "readOnly": True},
            {"name": "pgpass", "mountPath": f"{_CONFIG}/pgpass", "readOnly": True},
        ],
    }  # fmt: skip
    volumes = [
        {"name": "home", "emptyDir": {}},
        {"name": "targets", "configMap": {"name": "opskit-targets"}},
        {"name": "pgpass", "secret": {"secretName": _SECRET, "optional": True, "defaultMode": 0o400}},
    ]
    return {"restartPolicy": "Never", "containers": [container], "volumes": volumes}
