"""A host of map tiles on this machine: it keeps what it was asked, and fails when it is told to."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_GREY = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
)


@dataclass
class Tiles:
    """``asked`` are the paths with the page that each said it came from; ``fails`` makes every answer a 503."""

    url: str = ""
    fails: bool = False
    asked: list[tuple[str, str | None]] = field(default_factory=list)


@contextmanager
def tile_host() -> Iterator[Tiles]:
    """Such a host for as long as the block runs."""
    tiles = Tiles()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tiles.asked.append((self.path, self.headers.get("Referer")))
            self.send_response(503 if tiles.fails else 200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(b"" if tiles.fails else _GREY)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    tiles.url = f"http://127.0.0.1:{server.server_port}"
    yield tiles
    server.shutdown()
    thread.join()
    server.server_close()
