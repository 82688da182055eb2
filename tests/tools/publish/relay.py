"""A relay in front of a server, which breaks off after so many bytes."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

# Closing with this sends a reset, as a cable that is pulled out in the end does.
RESET = struct.pack("ii", 1, 0)


@contextlib.contextmanager
def relay(url: str, *, budget: int, reset: bool = False) -> Iterator[str]:
    """Relay to `url`, until `budget` bytes have been sent there; the URL of the relay is what this gives."""
    target = urlsplit(url)
    listener = socket.create_server(("127.0.0.1", 0))
    running = _Relay(listener, (str(target.hostname), int(target.port or 0)), budget, reset)
    thread = threading.Thread(target=running.accept, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{listener.getsockname()[1]}/"
    finally:
        # Wakes the accept, which closing alone does not.
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        listener.close()
        for worker in running.workers:
            worker.join()


class _Relay:
    def __init__(self, listener: socket.socket, target: tuple[str, int], budget: int, reset: bool) -> None:
        self.listener, self.target, self.budget, self.reset = listener, target, budget, reset
        self.workers: list[threading.Thread] = []

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.workers.append(threading.Thread(target=self.serve, args=(client,), daemon=True))
            self.workers[-1].start()

    def serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError), socket.create_connection(self.target) as server:
            back = threading.Thread(target=self.pump, args=(server, client), daemon=True)
            back.start()
            if self.pump(client, server, counted=True):
                server.shutdown(socket.SHUT_RD)  # wakes the other direction
                back.join()
                if self.reset:
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                return
            back.join()

    def pump(self, source: socket.socket, target: socket.socket, *, counted: bool = False) -> bool:
        """Hand on what comes; True when the budget is used up."""
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                if counted:
                    self.budget -= len(data)
                    if self.budget < 0:
                        return True
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        return False
