"""What the package offers: a name that goes missing breaks its users."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import datadog_llm_client
import pytest
from datadog_llm_client import errors, models

EXPORTED = {"AsyncClient", "Client", "File", "FileInput", "MapResult", "RateLimit", "Response"}
EXPORTED |= {"UNSET", "Unset", "__version__", "models", *errors.__all__}
OPERATIONS = sorted(name for name, value in vars(datadog_llm_client.Client).items() if inspect.isfunction(value))


def test_exported_names() -> None:
    assert set(datadog_llm_client.__all__) == EXPORTED
    assert set(dir(datadog_llm_client)) >= EXPORTED
    for name in EXPORTED - {"UNSET", "FileInput", "__version__"}:
        assert inspect.getdoc(getattr(datadog_llm_client, name)), f"{name} has no docstring"


def public_things() -> Iterator[tuple[str, object]]:
    """What the public modules export, with the methods and properties of its classes, inherited ones too."""
    package = datadog_llm_client.__name__
    names = [each.name for each in pkgutil.iter_modules(datadog_llm_client.__path__) if not each.name.startswith("_")]
    modules = [datadog_llm_client, *(importlib.import_module(f"{package}.{name}") for name in names)]
    for module in modules:
        for name in getattr(module, "__all__", ()):
            thing = getattr(module, name)
            if not inspect.isclass(thing) and not inspect.isfunction(thing):
                continue
            yield f"{module.__name__}.{name}", thing
            for inner, member in vars_of(thing):
                if (inspect.isfunction(member) or isinstance(member, property)) and not inner.startswith("_"):
                    yield f"{module.__name__}.{name}.{inner}", member


def vars_of(thing: object) -> Iterator[tuple[str, object]]:
    for kind in inspect.getmro(thing) if inspect.isclass(thing) else ():
        if kind.__module__.startswith(datadog_llm_client.__name__):
            for name, member in vars(kind).items():
                yield name, member.__func__ if isinstance(member, classmethod | staticmethod) else member


def test_what_users_meet_is_documented() -> None:
    things = dict(public_things())
    client = f"{datadog_llm_client.__name__}.Client"
    assert {f"{client}.{name}" for name in ("map", "close", "base_url", *OPERATIONS)} <= things.keys()
    assert not [name for name, thing in things.items() if not inspect.getdoc(thing)]


def test_every_model_is_exported() -> None:
    package = Path(models.__file__).parent
    modules = [importlib.import_module(f"{models.__name__}.{path.stem}") for path in package.glob("[!_]*.py")]
    assert all(set(vars(module)) & set(models.__all__) for module in modules)
    classes = [value for module in modules for value in vars(module).values() if inspect.isclass(value)]
    defined = {each.__name__ for each in classes if each.__module__.startswith(f"{models.__name__}.")}
    assert defined
    assert defined <= set(models.__all__)


def test_type_hints_of_models_can_be_asked_for() -> None:
    classes = [each for name in models.__all__ if inspect.isclass(each := getattr(models, name))]
    assert all(get_type_hints(each) for each in classes)


@pytest.mark.parametrize("client", [datadog_llm_client.Client, datadog_llm_client.AsyncClient])
def test_type_hints_of_methods_can_be_asked_for(client: type) -> None:
    methods = {name: value for name, value in inspect.getmembers(client, callable) if not name.startswith("_")}
    assert {"map", "close", *OPERATIONS} <= methods.keys()
    for method in methods.values():
        assert "return" in get_type_hints(method)


@pytest.mark.parametrize("name", OPERATIONS)
def test_both_clients_have_the_same_methods(name: str) -> None:
    sync = getattr(datadog_llm_client.Client, name)
    asynchronous = getattr(datadog_llm_client.AsyncClient, name)
    assert inspect.signature(sync).parameters == inspect.signature(asynchronous).parameters
    assert inspect.getdoc(sync) == inspect.getdoc(asynchronous)
    assert "Source: `" in (inspect.getdoc(sync) or "")
    assert inspect.iscoroutinefunction(asynchronous) != name.startswith("iterate_")  # which is an async iterator
    assert not inspect.iscoroutinefunction(sync)
