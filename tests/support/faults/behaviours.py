"""What a server does with one request. Afterwards a connection that is open takes the next request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from .connection import Connection, Request


class Memory(Protocol):
    """Where requests are remembered."""

    requests: list[Request]


#: An answer as bytes, or one that depends on the request.
Content: TypeAlias = bytes | Callable[[Request], bytes]


@dataclass(frozen=True)
class Behaviour:
    """`act` is called when the first byte of a request is there, or else as soon as the connection is."""

    act: Callable[[Connection, Memory], None]
    at_accept: bool = False


def _answering(content: Content, then: Callable[[Connection], None] = lambda _: None) -> Behaviour:
    def act(connection: Connection, memory: Memory) -> None:
        request = connection.read_request()
        if request is not None:
            memory.requests.append(request)
            connection.send(content(request) if callable(content) else content)
        then(connection)

    return Behaviour(act)


def answer(content: Content) -> Behaviour:
    """Answer, and keep the connection."""
    return _answering(content)


def answer_then_close(content: Content) -> Behaviour:
    """Answer, and close the connection without having said so."""
    return _answering(content, Connection.close)


def answer_then_reset(content: Content) -> Behaviour:
    """Answer, and reset the connection."""
    return _answering(content, Connection.reset)


def answer_then_hold(content: Content) -> Behaviour:
    """Answer, and send nothing more until the client leaves."""
    return _answering(content, Connection.hold)


def answer_slowly(prompt: bytes, slow: bytes, pause: float) -> Behaviour:
    """Answer the first part at once and the second byte by byte, with a pause after each."""

    def dribble(connection: Connection) -> None:
        connection.dribble(slow, pause)
        connection.close()

    return _answering(prompt, dribble)


def answer_without_end(head: bytes, part: bytes) -> Behaviour:
    """Answer with a part again and again, until the client leaves."""

    def repeat(connection: Connection) -> None:
        while connection.send(part):
            pass
        connection.close()

    return _answering(head, repeat)


def answer_unread(content: bytes) -> Behaviour:
    """Answer without reading the request, and close the connection."""

    def act(connection: Connection, _: Memory) -> None:
        connection.send(content)
        connection.close()

    return Behaviour(act)


def greet(content: bytes) -> Behaviour:
    """Send something as soon as the connection is there, and wait for the client to leave."""

    def act(connection: Connection, _: Memory) -> None:
        connection.send(content)
        connection.hold()

    return Behaviour(act, at_accept=True)


CLOSE_AT_ACCEPT = Behaviour(lambda connection, _: connection.close(), at_accept=True)
RESET_AT_ACCEPT = Behaviour(lambda connection, _: connection.reset(), at_accept=True)
CLOSE_UNREAD = Behaviour(lambda connection, _: connection.close())
RESET_UNREAD = Behaviour(lambda connection, _: connection.reset())
CLOSE_UNANSWERED = answer_then_close(b"")
RESET_UNANSWERED = answer_then_reset(b"")
SILENCE = answer_then_hold(b"")
