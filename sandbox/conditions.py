"""Adverse conditions on request: latency, failures and a rate limit."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil


@dataclass
class Conditions:
    """The conditions under which requests are handled. Deterministic: a share of 0.1 is every tenth request.

    Attributes:
        latency: seconds before a response.
        fail: share of the requests that fail.
        rate_limit: requests per second.
    """

    latency: float = 0.0
    fail: float = 0.0
    rate_limit: int | None = None
    clock: Callable[[], float] = time.monotonic
    _owed: float = field(default=0.0, init=False)
    _window: int = field(default=-1, init=False)
    _taken: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if not 0 <= self.fail <= 1:
            raise ValueError(f"fail={self.fail}: must be between 0 and 1")
        if self.latency < 0:
            raise ValueError(f"latency={self.latency}: must not be negative")
        if self.rate_limit is not None and self.rate_limit < 1:
            raise ValueError(f"rate_limit={self.rate_limit}: must be at least 1")

    def fails(self) -> bool:
        """Whether this request is one of those to fail."""
        self._owed += self.fail
        if self._owed < 1 - 1e-9:
            return False
        self._owed -= 1
        return True

    def take(self) -> dict[str, str] | None:
        """Count a request and return the state of the rate limit as headers, or None if there is no limit."""
        if self.rate_limit is None:
            return None
        now = self.clock()
        if int(now) != self._window:
            self._window, self._taken = int(now), 0
        self._taken += 1
        return {
            "X-RateLimit-Limit": str(self.rate_limit),
            "X-RateLimit-Period": "1",
            "X-RateLimit-Remaining": str(max(0, self.rate_limit - self._taken)),
            "X-RateLimit-Reset": str(ceil(self._window + 1 - now)),
        }

    @property
    def is_exceeded(self) -> bool:
        """Whether the last request exceeded the limit."""
        return self.rate_limit is not None and self._taken > self.rate_limit
