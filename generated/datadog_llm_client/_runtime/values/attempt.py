# Copied from runtime/values/attempt.py: edit that.
"""One attempt to send a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

import httpx
from attrs import define

from .credentials import Credentials
from .streams import BodyStream

parse_url = lru_cache(maxsize=256)(httpx.URL)


# Not frozen: one is created per attempt, and frozen attrs classes take three times as long to instantiate.
@define
class Attempt:
    """One attempt to send a request. The credentials are added only while it is being sent."""

    method: str
    url: str
    headers: Mapping[str, str]
    credentials: Credentials
    content: bytes | BodyStream | None
    timeout: Mapping[str, float | None]

    @contextmanager
    def built_by(self, http: httpx.Client | httpx.AsyncClient, *, is_ours: bool) -> Iterator[httpx.Request]:
        """Build the request for an httpx client to send. The credentials are removed once it is sent."""
        content = None if isinstance(self.content, BodyStream) else self.content
        if is_ours:  # our own client has no headers, cookies or parameters to merge
            url = parse_url(self.url)
            request = httpx.Request(
                self.method,
                url,
                headers={"host": url.netloc.decode("ascii"), **self.headers, **self.credentials.headers},
                stream=httpx.ByteStream(content or b""),
                extensions={"timeout": self.timeout},
            )
            request.read()  # so that it has a `content`
        else:
            request = http.build_request(
                self.method,
                self.url,
                headers=self.headers,
                content=content,
                timeout=httpx.Timeout(**self.timeout),
            )
            request.headers.update(self.credentials.headers)
        if isinstance(self.content, BodyStream):  # httpx would treat it as either sync or async, and it is both
            request.stream = self.content
        try:
            yield request
        except (httpx.InvalidURL, UnicodeError) as error:  # httpx parses Location even when it does not follow it
            raise httpx.RemoteProtocolError(f"the Location of a redirect is not a URL: {error}") from error
        finally:
            for name in self.credentials.headers:
                request.headers.pop(name, None)
