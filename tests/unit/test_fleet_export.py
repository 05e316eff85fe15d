"""`opskit fleet export k8s`: what Kubernetes would take, by its own published schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from opskit.app.context import Context
from opskit.app.fleet import Pick
from opskit.app.fleet_export import Cron, fleet_export_k8s, name_of
from opskit.catalog.configuration import Settings
from opskit.cli.voices.plain import PlainVoice
from opskit.core.environment import Environment
from opskit.errors import UsageFault
from opskit.store.sqlite_ledger import SqliteLedger

CRON = Cron("registry.example/opskit:0.1", "17 * * * *", "opskit", 600)
TARGETS = """\
[targets.shop-eu]
service = "shop-eu"
wave = 2
[targets."DB_7.example@eu"]
dsn = "host=db7 dbname=shop"
"""


@pytest.fixture
def context(tmp_path: Path) -> Context:
    (tmp_path / "targets.toml").write_text(TARGETS, encoding="utf-8")
    settings = Settings(targets=tmp_path / "targets.toml")
    return Context(settings, Environment("fleet", "", ""), SqliteLedger(tmp_path / "l"), "run", "me@here", PlainVoice())


def items(context: Context) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = fleet_export_k8s(context, Pick(), CRON).data.document["items"]
    return found


@pytest.mark.parametrize("version", ["1.31", "1.34"])
def test_every_object_is_one_that_kubernetes_knows(context: Context, version: str) -> None:
    for item in items(context):
        kubernetes_validate.validate(item, version, strict=True)


def test_a_checks_job_only_reads_and_is_never_tried_again(context: Context) -> None:
    config, first, second = items(context)
    assert config["data"] == {"targets.toml": TARGETS}
    job = first["spec"]["jobTemplate"]["spec"]
    assert (job["backoffLimit"], job["activeDeadlineSeconds"], first["spec"]["concurrencyPolicy"]) == (0, 600, "Forbid")
    (container,) = job["template"]["spec"]["containers"]
    assert container["args"][:2] == ["fleet", "check"]
    assert container["args"][4:6] == ["--target", "name=shop-eu"]
    assert second["metadata"]["annotations"] == {"opskit/target": "DB_7.example@eu"}


@pytest.mark.parametrize("name", ["shop", "DB_7", "x" * 63, "a.b@c", "-", "ü"])
def test_a_name_is_one_that_dns_allows_and_no_two_become_one(name: str) -> None:
    made = name_of(name)
    assert len(made) <= 52 and made[0].isalpha() and made[-1].isalnum()
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert made == name_of(name) != name_of(name + "_")


def test_a_fleet_that_is_in_no_file_of_its_own_is_refused(context: Context) -> None:
    nowhere = Context(Settings(), context.environment, context.ledger, context.run, context.operator, context.voice)
    with pytest.raises(UsageFault, match="the pods need a file of targets"):
        fleet_export_k8s(nowhere, Pick(), CRON)


def test_what_is_behind_ssh_is_no_pods(context: Context, tmp_path: Path) -> None:
    more = '[targets.far]\nservice = "far"\nssh = { host = "bastion" }\n'
    (tmp_path / "targets.toml").write_text(TARGETS + more, encoding="utf-8")
    with pytest.raises(UsageFault, match="a pod has no key to go over SSH with") as caught:
        fleet_export_k8s(context, Pick(), CRON)
    assert caught.value.why == "behind SSH: far"
    assert len(fleet_export_k8s(context, Pick(selector="name!=far"), CRON).data.document["items"]) == 3
