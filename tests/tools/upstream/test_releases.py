"""The index of pip's configuration."""

import os
from pathlib import Path

import pytest
from pypi_simple import PYPI_SIMPLE_ENDPOINT

from tools.console import ToolError
from tools.upstream.releases import Index

GLOBAL = "[global]\nindex-url = https://global.example.com/simple\ncert = /global's.pem\n"
DOWNLOAD = GLOBAL + "[download]\nindex-url = https://download.example.com/simple\n"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration file with the highest precedence, below the environment."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    return tmp_path / "pip.conf"


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        (GLOBAL, {}, Index("https://global.example.com/simple", "/global's.pem")),
        (DOWNLOAD, {}, Index("https://download.example.com/simple", "/global's.pem")),
        (
            DOWNLOAD,
            {"PIP_INDEX_URL": "https://environment.example.com/simple=x/", "PIP_CERT": "/environment.pem"},
            Index("https://environment.example.com/simple=x/", "/environment.pem"),
        ),
        # To pip, this means no file at all.
        ("", {"PIP_CONFIG_FILE": os.devnull, "PYTHONWARNINGS": "error"}, Index(PYPI_SIMPLE_ENDPOINT)),
    ],
    ids=["global", "of the command", "environment", "default"],
)
def test_configured(
    text: str, variables: dict[str, str], expected: Index, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text(text)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert Index.configured() == expected


def test_a_configuration_that_cannot_be_read(config: Path) -> None:
    config.write_text("[global\n")
    with pytest.raises(ToolError) as error:
        Index.configured()
    assert str(error.value).startswith("pip's configuration cannot be read, name a file or URL with UPSTREAM=: ")
    assert "\n" not in str(error.value)
