"""Vendored copies and an installed package in the same process."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import datadog_llm_client
import pytest

from sandbox import API_KEY, APP_KEY, Sandbox
from tools.project import Project
from tools.vendoring import VendoredCopy, install

PACKAGE = Path(str(datadog_llm_client.__file__)).parent


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with two vendored versions, one of them under another name."""
    host = tmp_path_factory.mktemp("host")
    old = tmp_path_factory.mktemp("old") / "package"
    for directory in (host / "acme", host / "acme" / "_vendor"):
        directory.mkdir()
        (directory / "__init__.py").touch()
    project = Project.load()
    copy = VendoredCopy.of(PACKAGE, "datadog_llm_client", project)
    install(copy, host / "acme" / "_vendor" / "datadog_llm_client")
    copy.write(old)
    text = (old / "__init__.py").read_text(encoding="utf-8")
    (old / "__init__.py").write_text(text.replace(f'"{project.version}"', '"0.0.1"'), encoding="utf-8")
    install(VendoredCopy.of(old, "dd_llm", replace(project, version="0.0.1")), host / "acme" / "_vendor" / "dd_llm")
    return host


@pytest.fixture
def packages(host: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The package, a copy of it, and an older copy."""
    monkeypatch.syspath_prepend(host)
    names = ("acme._vendor.datadog_llm_client", "acme._vendor.dd_llm")
    yield [datadog_llm_client, *map(import_module, names)]
    for name in [name for name in sys.modules if name == "acme" or name.startswith("acme._vendor")]:
        if PACKAGE not in Path(str(sys.modules[name].__file__)).parents:
            del sys.modules[name]


def test_each_answers_and_they_share_nothing(packages: list[Any], sandbox: Sandbox) -> None:
    ours, copied, old = packages
    for package in packages:
        with package.Client(API_KEY, APP_KEY, base_url=sandbox.url) as client:
            raw = client.with_raw_response.list_accounts("openai")
        assert type(raw.parsed[0]).__module__.startswith(package.__name__)
    assert [package.__version__ for package in packages] == [Project.load().version, Project.load().version, "0.0.1"]
    for name in datadog_llm_client.__all__:
        assert len({id(getattr(package, name)) for package in packages}) == 3 or name == "__version__", name
    client = copied.Client("wrong", APP_KEY, base_url=sandbox.url)
    with client, pytest.raises(copied.PermissionDeniedError) as caught:
        client.list_accounts("openai")
    assert not isinstance(caught.value, (ours.DatadogError, old.DatadogError))


def test_modules_of_one_are_not_those_of_another(host: Path) -> None:
    script = """
import sys
import acme._vendor.datadog_llm_client as copied
import acme._vendor.dd_llm as old
for package in (copied, old):
    package.Client, package.models.IntegrationAccount, package.APIStatusError
assert not [name for name in sys.modules if name.partition(".")[0] == "datadog_llm_client"]
files = [str(module.__file__) for name, module in sys.modules.items() if name.startswith(copied.__name__)]
assert len(files) > 10 and not [file for file in files if "dd_llm" in file]
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], cwd=host, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
