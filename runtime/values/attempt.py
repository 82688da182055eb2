"""One attempt to send a request: how its body is sent, and how that of the response is received."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from types import TracebackType
from typing import cast

import httpx
from attrs import define, field

from .credentials import Credentials
from .deadlines import Deadline
from .files import FileContent, source

parse_url = lru_cache(maxsize=256)(httpx.URL)


# Not frozen: one is created per attempt, and frozen attrs classes take three times as long to instantiate.
@define
class Attempt:
    """One attempt to send a request. The credentials are in the request only inside a `with` block."""

    method: str
    url: str
    headers: Mapping[str, str]
    credentials: Credentials
    content: bytes | BodyStream | None
    timeout: Mapping[str, float | None]
    #: The caller's client, whose headers, cookies and parameters are merged in; None if it is ours, which has none.
    http: httpx.Client | httpx.AsyncClient | None
    _request: httpx.Request = field(init=False)

    def __enter__(self) -> httpx.Request:
        self._request = request = self._own() if self.http is None else self._built_by(self.http)
        return request

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        headers = self._request.headers
        for name in self.credentials.headers:
            if name in headers:
                del headers[name]
        if isinstance(error, httpx.InvalidURL | UnicodeError):  # httpx parses Location even when it does not follow it
            raise httpx.RemoteProtocolError(f"the Location of a redirect is not a URL: {error}") from error

    def _own(self) -> httpx.Request:
        url, content = parse_url(self.url), self.content
        request = httpx.Request(
            self.method,
            url,
            headers={"host": url.netloc.decode("ascii"), **self.headers, **self.credentials.headers},
            stream=content if isinstance(content, BodyStream) else httpx.ByteStream(content or b""),
            extensions={"timeout": self.timeout},
        )
        if not isinstance(content, BodyStream):
            request.read()  # so that it has a `content`
        return request

    def _built_by(self, http: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        content, timeout = self.content, httpx.Timeout(**self.timeout)
        stream = content if isinstance(content, BodyStream) else None
        request = http.build_request(
            self.method, self.url, headers=self.headers, content=None if stream else content, timeout=timeout
        )
        if stream is not None:  # httpx would treat it as either sync or async, and it is both
            request.stream = stream
        request.headers.update(self.credentials.headers)
        return request


class BodyStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A sequence of parts, each bytes or a file, which is read from the position it had when the stream was created.

    `length` is the total size in bytes, or None if that of a part is unknown.
    """

    def __init__(self, parts: Sequence[FileContent]) -> None:
        self._parts = [source(content) for content in parts]
        lengths = [part.length for part in self._parts]
        self.length = None if None in lengths else sum(length for length in lengths if length is not None)
        self._was_read = False

    @property
    def framing(self) -> dict[str, str]:
        """The header that frames the body."""
        return {"transfer-encoding": "chunked"} if self.length is None else {"content-length": str(self.length)}

    @property
    def can_be_sent(self) -> bool:
        """Whether the body can be sent from its start. Parts that cannot be rewound can only be sent once."""
        return not self._was_read or all(part.can_rewind for part in self._parts)

    def __iter__(self) -> Iterator[bytes]:
        self._begin()
        for part in self._parts:
            with _own_errors(), closing(part.open()) as opened:
                while chunk := opened.read():
                    yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        from anyio.to_thread import run_sync  # disk reads would block the event loop

        self._begin()
        for part in self._parts:
            with _own_errors(), closing(await run_sync(part.open)) as opened:
                while chunk := await run_sync(opened.read):
                    yield chunk

    def _begin(self) -> None:
        if not self.can_be_sent:
            raise httpx.StreamConsumed
        self._was_read = True


@contextmanager
def _own_errors() -> Iterator[None]:
    """Turn a failure to read a file into an error that callers of httpx expect."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: the file is closed
        raise httpx.LocalProtocolError(f"cannot read a file to send: {error}") from error


class BodyReader:
    """Collects the body of a response, within a maximum size and a deadline."""

    def __init__(self, response: httpx.Response, max_bytes: int, deadline: Deadline) -> None:
        self.response = response
        self.fault: str | None = None
        self._max_bytes = max_bytes
        self._deadline = deadline
        self._content = bytearray()
        coding = response.headers.get("content-encoding", "").strip().lower()
        if "," in coding or coding in ("br", "zstd"):
            # Not decompressed: a single step could turn a few kB into gigabytes.
            self.fault = f"a Content-Encoding that was not asked for ({coding})"
        # Without a coding, httpx has nothing to decompress, unless a hook of the caller has read the body already.
        self._is_plain = (not coding or self.fault is not None) and not response.is_stream_consumed

    def iter_chunks(self) -> Iterable[bytes]:
        """Iterate over the body as it arrives, decompressed."""
        return cast(Iterable[bytes], self.response.stream) if self._is_plain else self.response.iter_bytes()

    def aiter_chunks(self) -> AsyncIterable[bytes]:
        """Iterate over the body asynchronously."""
        return cast(AsyncIterable[bytes], self.response.stream) if self._is_plain else self.response.aiter_bytes()

    def feed(self, chunk: bytes) -> bool:
        """Add a chunk to the body. Returns False if it would exceed the maximum size."""
        if len(self._content) + len(chunk) > self._max_bytes:
            self.fault = f"more than max_response_bytes={self._max_bytes}"
            return False
        self._content += chunk  # not a list of chunks: each has 33 bytes of overhead, even if it holds one
        self._deadline.check()
        return True

    def fail(self, error: httpx.HTTPError | httpx.StreamError) -> None:
        """Handle a body that could not be read completely. Raises the error if the status is 2xx."""
        if isinstance(error, httpx.DecodingError):
            self.fault = f"a body that does not match its Content-Encoding ({error})"
        elif isinstance(error, httpx.StreamError):
            self.fault = "a body that a hook of the http_client has consumed or closed, rather than read"
        elif 200 <= self.response.status_code < 300:
            raise error

    def finish(self) -> bytes:
        """Return the body, and release it here."""
        content, self._content = bytes(self._content), bytearray()
        # The stream refers to the response. Without this cycle, nothing of a call is left to the garbage collector.
        self.response.stream = httpx.ByteStream(b"")
        return content
