# Copied from extras/pytest_plugin.py: edit that.
"""The pytest fixture `fake_datadog`.

pytest finds it if the package is installed. For a vendored copy, add to the `conftest.py` in the root directory:
`pytest_plugins = ["acme._vendor.datadog_llm_client.pytest_plugin"]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .testing import FakeDatadog

__all__ = ("fake_datadog",)


@pytest.fixture
def fake_datadog() -> FakeDatadog:
    """A stand-in for Datadog: see `datadog_llm_client.testing`."""
    from .testing import FakeDatadog

    return FakeDatadog()
