"""A server that behaves as a list says, one entry a request, and remembers what it saw."""

import socket
import threading
from typing import Self

from .behaviours import Behaviour
from .connection import LIMIT, Connection, Request

HOST = "127.0.0.1"


class FaultyServer:
    """Behaves as each of `behaviours` once, the last one again and again. Without any, nothing listens on its port."""

    def __init__(self, *behaviours: Behaviour, scheme: str = "http") -> None:
        self._behaviours = behaviours
        self._listener = socket.socket()
        self._listener.bind((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{scheme}://{HOST}:{self.port}"
        #: How many behaviours were begun: how many times the client tried.
        self.attempts = 0
        #: The requests that were read to their end.
        self.requests: list[Request] = []
        self.connections: list[Connection] = []
        #: Set as soon as some connection has ended.
        self.ended = threading.Event()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        if behaviours:
            self._listener.listen(128)
            self._acceptor = threading.Thread(target=self._accept, name="faults-acceptor")
            self._acceptor.start()

    def _accept(self) -> None:
        while True:
            sock, _ = self._listener.accept()
            if self._stopping.is_set():
                sock.close()
                return
            connection = Connection(sock, self._stopping)
            self.connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), name="faults-connection")
            with self._lock:  # whoever sees the thread can join it
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: Connection) -> None:
        try:
            if self._upcoming().at_accept:
                self._take().act(connection, self)
            while connection.is_open and connection.is_readable():
                self._take().act(connection, self)
        finally:
            connection.close()
            self.ended.set()

    def _upcoming(self) -> Behaviour:
        return self._behaviours[min(self.attempts, len(self._behaviours) - 1)]

    def _take(self) -> Behaviour:
        with self._lock:
            play = self._upcoming()
            self.attempts += 1
            return play

    def is_left(self) -> bool:
        """Whether every connection ended by itself: the client closed what the server did not."""
        with self._lock:
            threads = list(self._threads)
        for thread in threads:
            thread.join(LIMIT)
        return not any(thread.is_alive() for thread in threads) and not self.is_overdue

    @property
    def is_overdue(self) -> bool:
        """Whether some connection was held for longer than any test should take."""
        return any(connection.is_overdue for connection in self.connections)

    def close(self) -> None:
        """End every connection and thread."""
        self._stopping.set()
        if self._behaviours:
            socket.create_connection((HOST, self.port)).close()  # wakes the acceptor
            self._acceptor.join()
        self._listener.close()
        for connection in self.connections:
            connection.interrupt()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
