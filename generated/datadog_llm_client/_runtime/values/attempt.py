# Copied from runtime/values/attempt.py: edit that.
"""One attempt to send a request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import TracebackType

import httpx
from attrs import define, field

from .credentials import Credentials
from .streams import BodyStream

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
