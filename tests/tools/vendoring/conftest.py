from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools.vendoring.helpers import Source
from tools.project import Project


@pytest.fixture
def project() -> Project:
    return replace(
        Project.load(), version="1.0.0", dependencies=("alpha>=1,<2", "beta>=3"), extras={"fast": ("gamma",)}
    )


@pytest.fixture
def source(tmp_path: Path, project: Project) -> Source:
    """A small package to vendor."""
    source = Source(tmp_path / "source", project)
    source.write("__init__.py", "from .models import A\n")
    source.write("models/__init__.py", "A = 1\n")
    source.write("models/old.py", "")
    source.write("py.typed", "")
    return source


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The place for the copy, in existing directories of a host."""
    (tmp_path / "host" / "acme" / "_vendor").mkdir(parents=True)
    return tmp_path / "host" / "acme" / "_vendor" / "datadog_llm_client"
