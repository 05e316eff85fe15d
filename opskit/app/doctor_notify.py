"""What `opskit doctor` finds about those who are to be notified. Nothing is sent."""

from __future__ import annotations

import shlex
import stat
from collections.abc import Sequence
from pathlib import Path

from opskit.app.diagnosis import Item, missing, ok, warning
from opskit.app.sending import secret_in
from opskit.catalog.configuration import Settings
from opskit.core.notice import Target
from opskit.remote.posting import is_web


def notify(settings: Settings) -> Sequence[Item]:
    """One item for each target: its first lack, else its first doubt."""
    return [_target(settings, each) for each in settings.notify]


def _target(settings: Settings, target: Target) -> Item:
    name = f"notify {target.name}"
    files = [path for path in (target.url_file, target.secret_file) if path]
    try:
        for path in files:
            secret_in(path)
    except ValueError as error:
        return missing(name, str(error), f"write it, for yourself alone: it is named in {target.path}")
    if target.url_file and not is_web(secret_in(target.url_file)):
        return missing(name, f"{target.url_file} holds no http:// or https:// URL", f"editor {target.url_file}")
    open_to_all = [path for path in files if path.stat().st_mode & stat.S_IROTH]
    if open_to_all:
        return warning(name, f"{_named(open_to_all)} can be read by everybody", f"chmod 600 {_typed(open_to_all)}")
    strangers = sorted(target.environments - settings.environments.keys())
    if strangers:
        return warning(name, f"there is no environment {', '.join(strangers)}", f"environments = […] in {target.path}")
    return ok(name, f"{target.template.value}, {len(target.events)} kinds of event, {_where(target)}")


def _where(target: Target) -> str:
    return ", ".join(sorted(target.environments)) or "all environments"


def _named(paths: Sequence[Path]) -> str:
    return " and ".join(str(path) for path in paths)


def _typed(paths: Sequence[Path]) -> str:
    return shlex.join(str(path) for path in paths)
