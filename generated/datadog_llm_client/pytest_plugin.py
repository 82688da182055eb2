# Copied by "make generate" from extras/pytest_plugin.py. Edit that, never this file.
"""The pytest fixture `fake_datadog`.

pytest finds it where the package is installed; for a vendored copy, say so in the `conftest.py` at the root:
`pytest_plugins = ["acme._vendor.datadog_llm_client.pytest_plugin"]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .testing import FakeDatadog


@pytest.fixture
def fake_datadog() -> FakeDatadog:
    """A stand-in for Datadog: see `datadog_llm_client.testing`."""
    # Here, for every test run of every project loads this module.
    from .testing import FakeDatadog

    return FakeDatadog()
