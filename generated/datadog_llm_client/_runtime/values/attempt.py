# Copied from runtime/values/attempt.py: edit that.
from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import TracebackType

import httpx
from attrs import define, field

from .credentials import Credentials
from .streams import BodyStream

parse_url = lru_cache(maxsize=256)(httpx.URL)


@define
class Attempt:
    method: str
    url: str
    headers: Mapping[str, str]
    credentials: Credentials
    content: bytes | BodyStream | None
    timeout: Mapping[str, float | None]
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
        if isinstance(error, httpx.InvalidURL | UnicodeError):
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
            request.read()
        return request

    def _built_by(self, http: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        content, timeout = self.content, httpx.Timeout(**self.timeout)
        stream = content if isinstance(content, BodyStream) else None
        request = http.build_request(
            self.method, self.url, headers=self.headers, content=None if stream else content, timeout=timeout
        )
        if stream is not None:
            request.stream = stream
        request.headers.update(self.credentials.headers)
        return request
