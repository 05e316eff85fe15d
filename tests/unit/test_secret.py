"""What looks like a secret does not leave the program; what only speaks of one does."""

from __future__ import annotations

import json
import time

import pytest

from opskit.core.secret import redact, redacted

MARK = "h7nter2-Zx"


@pytest.mark.parametrize(
    "text",
    [
        f"host=db1 password={MARK} dbname=x",
        f"host=db1 password='{MARK} with blank' dbname=x",
        f"password='{MARK} and then the text was cut o",
        f"PGPASSWORD={MARK} psql",
        f'PGPASSWORD="{MARK} x" psql',
        f"tool --repo-password {MARK} info",
        f"tool --password={MARK} info",
        f"tool --password '{MARK} x' info",
        f"postgresql://ann:{MARK}@db1/x",
        f"alter role ann with password '{MARK}''x' login",
        f"Authorization: Basic {MARK}",
        f"authorization:{MARK}",
        f"got Bearer {MARK}, which is wrong",
        json.dumps({"user": "ann", "password": MARK}),
        json.dumps({"admin_password": MARK}),
        f"-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\n{MARK}\n-----END OPENSSH PRIVATE KEY-----",
        f"-----BEGIN PRIVATE KEY-----\n{MARK}",
    ],
)
def test_a_secret_is_taken_out(text: str) -> None:
    told = redact(text)
    assert "***" in told
    assert MARK not in told
    assert not any(part in told for part in ("with blank", "b3Blbn"))


@pytest.mark.parametrize(
    "text",
    [
        "no password is asked for", "the bearer of bad news", "https://db1:5432/path@x", "password",
        "create role ann password null", "the role ann has no password: use .pgpass", "basic authentication required",
        "tool --password --help", "host=db1 user=ann",
    ],
)  # fmt: skip
def test_what_only_speaks_of_secrets_stays(text: str) -> None:
    assert redact(text) == text


def test_what_stands_around_a_secret_stays() -> None:
    assert redact(f"host=a password={MARK} dbname=b") == "host=a password=*** dbname=b"
    assert redact(f"-----BEGIN PRIVATE KEY-----{MARK}-----END PRIVATE KEY----- x").endswith(
        "-----END PRIVATE KEY----- x"
    )
    assert json.loads(redact(json.dumps({"password": MARK, "n": 1}))) == {"password": "***", "n": 1}


def test_texts_inside_a_value_are_looked_at_too() -> None:
    assert redacted({"a": [f"password={MARK}", 1], "b": ("x",)}) == {"a": ["password=***", 1], "b": ["x"]}


@pytest.mark.parametrize("text", ["-" * 65536, "--a-" * 16384, "password" + " " * 65536, "://a" * 16384])
def test_the_longest_output_is_looked_through_at_once(text: str) -> None:
    """An expression that goes back for each character takes twenty seconds for 64 kB of dashes."""
    began = time.process_time()
    redact(text)
    assert time.process_time() - began < 2
