import importlib
import subprocess
import sys
from types import ModuleType

import datadog_llm_client
import pytest
from datadog_llm_client import models
from datadog_llm_client._runtime.values.lazy import lazy_module

NAME = "lazy_example"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType(NAME)
    module.__package__ = NAME
    module.__path__ = []
    monkeypatch.setitem(sys.modules, NAME, module)
    shapes = ModuleType(f"{NAME}.shapes")
    vars(shapes)["Square"] = object()
    monkeypatch.setitem(sys.modules, shapes.__name__, shapes)
    origins = {"shapes": ".shapes", "Square": ".shapes", "Gone": ".gone"}
    vars(module)["__getattr__"], vars(module)["__dir__"] = lazy_module(NAME, origins)
    return module


def test_names_and_modules_are_imported_once(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert module.shapes is sys.modules[f"{NAME}.shapes"]
    square = module.Square
    assert square is vars(module.shapes)["Square"]
    monkeypatch.setattr(importlib, "import_module", None)
    assert module.Square is square


def test_unknown_names_and_missing_modules_are_the_usual_errors(module: ModuleType) -> None:
    with pytest.raises(AttributeError, match="^module 'lazy_example' has no attribute 'Circle'$"):
        _ = module.Circle
    with pytest.raises(ModuleNotFoundError):
        _ = module.Gone


def test_dir_lists_what_is_loaded_and_what_can_be(module: ModuleType) -> None:
    vars(module)["extra"] = 1
    assert {"Square", "shapes", "Gone", "extra", "__name__"} <= set(dir(module))
    assert dir(module) == sorted(dir(module))


def test_the_package_alone_loads_nothing_heavy() -> None:
    heavy = {"httpx", "attrs", "anyio", "dateutil", "datadog_llm_client.client"}
    code = f"import sys, datadog_llm_client; sys.exit(not {heavy!r}.isdisjoint(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("call", "own", "other"),
    [
        ("list_accounts('openai')", models.IntegrationAccount, models.Message),
        ("run_inference('openai', 'a', model_id='m', messages=[{}])", models.Message, models.IntegrationAccount),
    ],
)
def test_a_call_loads_its_own_operation_and_models(call: str, own: type, other: type) -> None:
    package = datadog_llm_client.__name__
    code = f"""
import sys
from {package} import Client, ConfigurationError
client = Client("key", "key")
client.close()
assert not [name for name in sys.modules if name.startswith(("{package}.models.", "{package}.api.integrations."))]
try:
    client.{call}
except ConfigurationError:
    assert "{own.__module__}" in sys.modules
    assert "{other.__module__}" not in sys.modules
else:
    raise AssertionError("a closed client made a call")
"""
    run = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
