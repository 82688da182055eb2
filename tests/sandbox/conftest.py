"""A running sandbox, and a client that checks every response against the contract."""

from collections.abc import Iterator

import pytest

from sandbox import serve

from .helpers import Api, calling


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with serve() as sandbox, calling(sandbox.url) as api:
        yield api
