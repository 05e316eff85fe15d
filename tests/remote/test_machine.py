"""What the machine of a server says over SSH, and who asks it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from fixtures.openssh import Sshd
from fixtures.program import Project
from fixtures.proxy import proxied

from opskit.app.items import check
from opskit.core.endpoint import Endpoint
from opskit.core.machine import Machine
from opskit.pg.disk_space import disk_space, disks
from opskit.pg.reading import ReadSession
from opskit.remote.facts import machine
from opskit.remote.tunnel import Tunnel
from opskit.scratch.cluster import Cluster, running
