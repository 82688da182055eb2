# Copied by "make generate" from runtime/values/attempt.py. Edit that, never this file.
"""One sending of a request, as the transports take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx
from attrs import define

from .credentials import Credentials


# Made for each call, and attrs makes frozen objects at three times the cost.
@define
class Attempt:
    """One sending of a request. The credentials join it on the wire only."""

    method: str
    url: str
    headers: Mapping[str, str]
    credentials: Credentials
    content: bytes | None
    timeout: Mapping[str, float | None]

    @contextmanager
    def built_by(self, http: httpx.Client | httpx.AsyncClient) -> Iterator[httpx.Request]:
        """The request as a caller's httpx client builds it. Whoever keeps it after it was sent keeps no secret."""
        request = http.build_request(
            self.method,
            self.url,
            headers=self.headers,
            content=self.content,
            timeout=httpx.Timeout(**self.timeout),
        )
        request.headers.update(self.credentials.headers)
        try:
            yield request
        except (httpx.InvalidURL, UnicodeError) as error:  # httpx reads the Location of a redirect, though it stays put
            raise httpx.RemoteProtocolError(f"the Location of a redirect is no URL: {error}") from error
        finally:
            for name in self.credentials.headers:
                request.headers.pop(name, None)
