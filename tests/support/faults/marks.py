"""Marks for tests that play faults."""

import pytest

#: httpx and httpcore leave their own generators to the garbage collector where a body is not sent or read to its end,
#: and trio says so. The connection is closed all the same.
LEFT_BY_HTTPX = pytest.mark.filterwarnings("ignore:Async generator 'http(x|core)[.]:ResourceWarning")
