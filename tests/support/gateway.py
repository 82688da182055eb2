"""What may stand between a client and a server: the end of TLS, a proxy that tunnels, or a line that breaks.

Gateways may be chained.
"""

import contextlib
import math
import socket
import ssl
import struct
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import anyio
import trustme
from anyio.abc import ByteStream, SocketAttribute, SocketStream
from anyio.from_thread import start_blocking_portal
from anyio.streams.buffered import BufferedByteReceiveStream
from anyio.streams.tls import TLSStream


def identity(authority: trustme.CA, *hosts: str) -> ssl.SSLContext:
    """What a server needs to be taken for these hosts by whoever trusts the authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*hosts).configure_cert(context)
    return context


# Closing with this sends a reset, as a cable that is pulled out in the end does.
_RESET = struct.pack("ii", 1, 0)
_ENDS = (anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError, ssl.SSLError, OSError)


@dataclass
class Gateway:
    """host, port: of the server behind it. tls: speaks TLS with the client. tunnels: is a proxy that takes CONNECT.

    budget: how many bytes reach the server before it breaks off. resets: whether that is without good order.
    """

    host: str
    port: int
    tls: ssl.SSLContext | None
    tunnels: bool
    budget: float
    resets: bool
    url: str = ""
    #: How many connections there were.
    connections: int = 0
    #: The heads of the CONNECT requests.
    heads: list[str] = field(default_factory=list)

    async def serve(self, client: SocketStream) -> None:
        """Hand on what comes, in both directions, until one side leaves."""
        self.connections += 1
        with contextlib.suppress(*_ENDS):
            async with client:
                stream: ByteStream = client
                if self.tls is not None:
                    stream = await TLSStream.wrap(
                        client, server_side=True, ssl_context=self.tls, standard_compatible=False
                    )
                if self.tunnels:
                    head = await BufferedByteReceiveStream(stream).receive_until(b"\r\n\r\n", 65536)
                    self.heads.append(head.decode())
                    await stream.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
                async with await anyio.connect_tcp(self.host, self.port) as server, anyio.create_task_group() as tasks:
                    tasks.start_soon(self._pump, server, stream, tasks.cancel_scope)
                    await self._pump(self._within_budget(stream), server, tasks.cancel_scope)
                    if self.resets:
                        for end in (client, server):
                            end.extra(SocketAttribute.raw_socket).setsockopt(
                                socket.SOL_SOCKET, socket.SO_LINGER, _RESET
                            )

    async def _within_budget(self, source: ByteStream) -> AsyncIterator[bytes]:
        async for content in source:
            self.budget -= len(content)
            if self.budget < 0:
                return
            yield content

    async def _pump(self, source: AsyncIterable[bytes], target: ByteStream, scope: anyio.CancelScope) -> None:
        with contextlib.suppress(*_ENDS):
            async for content in source:
                await target.send(content)
        scope.cancel()


@contextlib.asynccontextmanager
async def _running(gateway: Gateway) -> AsyncIterator[None]:
    async with await anyio.create_tcp_listener(local_host="127.0.0.1") as listener, anyio.create_task_group() as tasks:
        port = listener.extra(SocketAttribute.local_port)
        gateway.url = f"{'https' if gateway.tls else 'http'}://127.0.0.1:{port}"
        tasks.start_soon(listener.serve, gateway.serve)
        yield
        tasks.cancel_scope.cancel()


@contextlib.contextmanager
def gateway(
    url: str,
    *,
    tls: ssl.SSLContext | None = None,
    tunnels: bool = False,
    budget: float = math.inf,
    resets: bool = False,
) -> Iterator[Gateway]:
    """A gateway to the server at `url`, in a thread of its own."""
    target = urlsplit(url)
    running = Gateway(target.hostname or "", target.port or 0, tls, tunnels, budget, resets)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(_running(running)):
        yield running
