# Copied by "make generate" from runtime/values/attempt.py. Edit that, never this file.
"""One sending of a request, as the transports take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

import httpx
from attrs import define

from .credentials import Credentials
from .streams import BodyStream

parse_url = lru_cache(maxsize=256)(httpx.URL)


# Made for each call, and attrs makes frozen objects at three times the cost.
@define
class Attempt:
    """One sending of a request. The credentials join it on the wire only."""

    method: str
    url: str
    headers: Mapping[str, str]
    credentials: Credentials
    content: bytes | BodyStream | None
    timeout: Mapping[str, float | None]

    @contextmanager
    def built_by(self, http: httpx.Client | httpx.AsyncClient, *, is_ours: bool) -> Iterator[httpx.Request]:
        """The request as an httpx client is to send it. The credentials are removed once it is sent."""
        content = None if isinstance(self.content, BodyStream) else self.content
        if is_ours:  # it adds nothing
            request = httpx.Request(
                self.method,
                parse_url(self.url),
                headers={**self.headers, **self.credentials.headers},
                content=content,
                extensions={"timeout": self.timeout},
            )
        else:
            request = http.build_request(
                self.method,
                self.url,
                headers=self.headers,
                content=content,
                timeout=httpx.Timeout(**self.timeout),
            )
            request.headers.update(self.credentials.headers)
        if isinstance(self.content, BodyStream):  # httpx would take it for one of the two kinds of iterables
            request.headers.pop("content-length", None)
            request.headers.update(self.content.framing)
            request.stream = self.content
        try:
            yield request
        except (httpx.InvalidURL, UnicodeError) as error:  # httpx reads the Location of a redirect, though it stays put
            raise httpx.RemoteProtocolError(f"the Location of a redirect is no URL: {error}") from error
        finally:
            for name in self.credentials.headers:
                request.headers.pop(name, None)
