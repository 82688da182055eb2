"""Names in the contract, and their names in Python."""

import inspect

import pytest
from datadog_llm_client import AsyncClient, Client

from tools.generate import names
from tools.generate.scope import Scope


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("page[size]", "page_size"),
        ("filter[name]", "filter_name"),
        ("accountId", "account_id"),
        ("HTTPStatus", "http_status"),
        ("X-Trace-Id", "x_trace_id"),
        ("sha256", "sha256"),
        ("ListLLMObsProjects", "list_llm_obs_projects"),
        ("@type", "type"),
        ("_id", "id"),
        ("2fa", "field_2_fa"),
        ("type", "type"),
        ("filter", "filter"),
        ("id", "id"),
        ("from", "from_"),
        ("class", "class_"),
        ("", "field"),
        ("größe", "größe"),
    ],
)
def test_variables(name: str, expected: str) -> None:
    assert names.variable(name) == expected
    assert expected.isidentifier()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("IntegrationAccount", "IntegrationAccount"),
        ("AWSAccount", "AWSAccount"),
        ("my-thing_name", "MyThingName"),
        ("3rdParty", "Model3RdParty"),
    ],
)
def test_classes(name: str, expected: str) -> None:
    assert names.pascal_case(name) == expected


def test_what_is_taken_gets_an_underscore() -> None:
    assert names.variable("timeout", names.METHOD_NAMES) == "timeout_"
    assert names.free("close", {"close", "close_"}) == "close__"
    assert names.numbered("Thing", {"Thing", "Thing2"}) == "Thing3"


def test_modules_and_builtins_that_a_class_shadows_are_qualified() -> None:
    shadowed = Scope({"datetime", "list"})
    assert (shadowed.module("datetime"), shadowed.builtin("list")) == ("_datetime_", "builtins.list")
    assert (Scope().module("datetime"), Scope().builtin("list")) == ("datetime", "list")


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_the_names_of_the_clients_are_known(client: type) -> None:
    own = {name for base in client.__mro__[1:] for name in vars(base) if not name.startswith("_")}
    assert own <= names.CLIENT_NAMES


def test_the_keywords_of_methods_are_known() -> None:
    common = set.intersection(
        *(set(inspect.signature(value).parameters) for name, value in vars(Client).items() if inspect.isfunction(value))
    )
    assert common - {"integration"} <= names.METHOD_NAMES
