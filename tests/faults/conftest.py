"""Quick retries, and no thread left behind."""

import threading
from collections.abc import Iterator

import pytest
from datadog_llm_client._runtime.calls import retries

from .calls import WAYS


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries, "FIRST_WAIT", 0.001)
    monkeypatch.setattr(retries, "LONGEST_WAIT", 0.001)


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """How calls are made: sync, or async under an event loop."""
    chosen: str = request.param
    return chosen
