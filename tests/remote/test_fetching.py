"""One request to a real web server."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest
from fixtures.webserver import Serving, says

from opskit.core.fetched import check_url
from opskit.core.kept import KEPT_BYTES
from opskit.errors import Inconclusive, InvalidFile, Unreachable
from opskit.remote.fetching import fetch

SECRET = "h7nter2-Zx"  # noqa: S105 - what must not be found again


@pytest.mark.parametrize("status", [200, 204, 301, 401, 404, 500, 503])
def test_every_status_is_an_answer(serving: Serving, status: int) -> None:
    found = fetch(serving(says("" if status == 204 else "body", status)), "GET", 5)
    assert (found.status, found.body, found.cut) == (status, "" if status == 204 else "body", False)
    assert 0 < found.seconds < 5


def test_nobody_is_sent_elsewhere(serving: Serving) -> None:
    asked = []

    def other(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)

    elsewhere = serving(other)
    assert fetch(serving(says("", 302, Location=elsewhere)), "GET", 5).status == 302
    assert asked == []


def test_the_method_and_the_headers_of_the_file_are_sent(serving: Serving, tmp_path: Path) -> None:
    def echo(request: BaseHTTPRequestHandler) -> None:
        says(json.dumps({"method": request.command, "x": request.headers["X-Team"]}))(request)

    file = tmp_path / "headers"
    file.write_text("# who asks\n\nX-Team:  dba-team \n")
    file.chmod(0o600)
    assert json.loads(fetch(serving(echo), "POST", 5, file).body) == {"method": "POST", "x": "***"}
    file.write_text("Accept: text/plain\n")
    assert json.loads(fetch(serving(echo), "GET", 5, file).body) == {"method": "GET", "x": None}


def test_a_server_that_says_back_what_it_was_sent_gives_no_secret_away(serving: Serving, tmp_path: Path) -> None:
    def echo(request: BaseHTTPRequestHandler) -> None:
        value = request.headers["Authorization"]
        says(f"{value} and {value.split()[1]}" if value.endswith(SECRET) else "wrong")(request)

    file = tmp_path / "headers"
    file.write_text(f"Authorization: Bearer {SECRET}\n")
    file.chmod(0o600)
    assert fetch(serving(echo), "GET", 5, file).body == "*** and ***"


def test_a_long_answer_is_cut_and_that_is_told(serving: Serving) -> None:
    found = fetch(serving(says("x" * 3_000_000)), "GET", 5)
    assert (len(found.body), found.cut) == (KEPT_BYTES, True)


def test_nobody_at_the_port_is_unreachable() -> None:
    with pytest.raises(Unreachable) as caught:
        fetch("http://127.0.0.1:1/health", "GET", 5)
    error = caught.value
    assert (error.exit_code, error.what) == (6, "http://127.0.0.1:1/health was not reached (nothing was changed)")
    assert "Connection refused" in error.why
    assert error.hint == "curl -v http://127.0.0.1:1/health"


def slowly(request: BaseHTTPRequestHandler) -> None:
    """A byte every tenth of a second: each comes in time, the whole never does."""
    request.send_response(200)
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b"x")
        time.sleep(0.1)


@pytest.mark.parametrize("answer", [slowly, lambda _: time.sleep(20)], ids=["slowly", "not at all"])
def test_an_answer_that_does_not_come_in_time_is_inconclusive(serving: Serving, answer: object) -> None:
    began = time.monotonic()
    with pytest.raises(Inconclusive, match=r"gave no answer within 0\.5 s") as caught:
        fetch(serving(answer), "GET", 0.5)
    assert time.monotonic() - began < 10
    assert caught.value.exit_code == 3


def test_an_answer_that_breaks_off_is_inconclusive(serving: Serving) -> None:
    with pytest.raises(Inconclusive, match="broke off in the middle"):
        fetch(serving(says("short", Content_Length="100")), "GET", 5)
    with pytest.raises(Inconclusive, match="broke off in the middle"):
        fetch(serving(lambda request: request.connection.close()), "GET", 5)


def test_a_certificate_that_nobody_vouches_for_is_refused(
    serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = self_signed(tmp_path)
    address = serving(says("body"), certificate)
    with pytest.raises(Unreachable) as caught:
        fetch(address, "GET", 5)
    assert "certificate verify failed" in caught.value.why
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert fetch(address, "GET", 5).body == "body"


def self_signed(folder: Path) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    addresses = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(addresses, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    form = serialization.PrivateFormat.PKCS8
    file = folder / "certificate.pem"
    file.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, form, serialization.NoEncryption()))
    return file


@pytest.mark.parametrize(
    ("text", "fault"),
    [("no header\n", "1: is no header"), ("A: b\n: c\n", "2: is no header"), (f"A b: {SECRET}\n", "1: is no header")],
)
def test_a_headers_file_that_cannot_be_read_is_invalid_and_not_shown(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "headers"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(InvalidFile) as caught:
        fetch("http://127.0.0.1:1/", "GET", 5, file)
    assert caught.value.exit_code == 7
    assert f"{file}:{fault}" in caught.value.why
    assert SECRET not in caught.value.why


def test_a_headers_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "headers"
    file.write_text(f"Authorization: Bearer {SECRET}\n")
    file.chmod(0o640)
    with pytest.raises(InvalidFile) as caught:
        fetch("http://127.0.0.1:1/", "GET", 5, file)
    assert caught.value.hint == f"chmod 600 {file}"
    file.unlink()
    with pytest.raises(InvalidFile, match="1 fault"):
        fetch("http://127.0.0.1:1/", "GET", 5, file)


@pytest.mark.parametrize("url", ["http://db1/", "https://db1:8443/a?b=c#d", "http://[::1]:80/", "HTTP://DB1"])
def test_an_address_of_a_web_server_is_one(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "no http:// or https://"),
        ("db1/health", "no http:// or https://"),
        ("file:///etc/passwd", "no http:// or https://"),
        ("ftp://db1/", "no http:// or https://"),
        ("http:///health", "no http:// or https://"),
        ("http://ann:secret@db1/", "put an Authorization line into `headers_file`"),
        ("http://ann@db1/", "holds a name or a password"),
        ("http://db1:99999/", "Port out of range"),
        ("http://db1/a b", "percent-encoded"),
        ("http://db1/\n", "percent-encoded"),
        ("http://dä/", "percent-encoded"),
    ],
)
def test_any_other_address_is_refused(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        check_url(url)
