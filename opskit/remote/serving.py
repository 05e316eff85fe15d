"""A small web server that only answers questions. It has no login and no encryption: whoever can reach its address can
read it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import urlsplit

from opskit.errors import UsageFault

# Status, content type and body for a path.
Answering = Callable[[str], tuple[int, str, bytes]]
# A client that says nothing for so long is let go.
_PATIENCE_S = 5.0


def address_of(text: str) -> tuple[str, int]:
    """HOST:PORT, [::1]:PORT. UsageFault for what is none."""
    parts = urlsplit(f"//{text}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or port is None or parts.path or "@" in text:
        raise UsageFault(f"{text!r} is no address to listen on", "", "--listen 127.0.0.1:9723")
    return host, port


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def serving(host: str, port: int, answering: Answering) -> Iterator[int]:
    """While it is entered; the port it listens on (of 0, a free one). UsageFault when that cannot be had."""
    try:
        server = _server(host, port, answering)
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageFault(f"cannot listen on {host} port {port}", why, "name another one with --listen") from error
    thread = threading.Thread(target=server.serve_forever, name="opskit serving", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def _server(host: str, port: int, answering: Answering) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        timeout = _PATIENCE_S
        server_version, sys_version = "opskit", ""

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def _answer(self, *, with_body: bool) -> None:
            status, content_type, body = answering(urlsplit(self.path).path)
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if with_body:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """A scrape is nothing to tell of, and its words are a stranger's."""

    class Server(ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        daemon_threads = True
        request_queue_size = 128  # clients that come at the same moment; of the 5 it has else, the sixth waits a second

        def handle_error(self, *_: object) -> None:
            """A client that hung up."""

    return Server((host, port), Handler)
