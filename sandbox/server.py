"""The sandbox as a server on loopback."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from .app import create_app
from .conditions import Conditions
from .contract import CONTRACT, Contract

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox. Use `url` in place of `https://api.<site>`."""

    url: str
    contract: Contract


class _Server(uvicorn.Server):
    """A server that signals when it is ready or has failed to start."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.decided = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.decided.set()

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            super().run(sockets)
        finally:
            self.decided.set()


@contextmanager
def serve(
    contract: Path = CONTRACT,
    *,
    host: str = HOST,
    port: int = 0,
    conditions: Conditions | None = None,
    log: Callable[[str], object] | None = None,
) -> Iterator[Sandbox]:
    """Run a sandbox in a thread while the context lasts.

    Port 0 picks a free one. `conditions` make it slow or unreliable; `log` is called with a line for each request.
    """
    loaded = Contract(contract)
    config = uvicorn.Config(
        create_app(loaded, conditions, log),
        # Only what every installation has, and nothing in a response that varies between runs.
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        date_header=False,
        server_header=False,
        # The caller does the logging.
        log_config=None,
        log_level="error",
        access_log=False,
        # A request that never ends must not prevent the server from stopping.
        timeout_graceful_shutdown=1,
    )
    with socket.create_server((host, port)) as listener:
        # Inherited by every connection. asyncio only sets it on sockets with an explicit protocol, which these lack.
        # Without it, each response waits about 40 ms for the client to acknowledge its headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = _Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), name="sandbox", daemon=True)
        thread.start()
        try:
            server.decided.wait()
            if not server.started:
                raise RuntimeError("the sandbox did not start")
            yield Sandbox(f"http://{host}:{listener.getsockname()[1]}", loaded)
        finally:
            server.should_exit = True
            thread.join()
