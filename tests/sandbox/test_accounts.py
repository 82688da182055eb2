import pytest

from .helpers import JSON, Api


def test_every_integration_has_several_accounts(api: Api) -> None:
    seen = set()
    for integration in api.integrations():
        accounts = api.send("list_accounts", integration=integration).json()
        assert len(accounts) >= 2
        assert {account["integration"] for account in accounts} == {integration}
        seen |= {account["id"] for account in accounts}
    assert len(seen) >= 2 * len(api.integrations())


@pytest.mark.parametrize("with_metadata", ["azure_openai", "vertex_ai"])
def test_accounts_have_the_metadata_of_their_provider(api: Api, with_metadata: str) -> None:
    name = f"{with_metadata}_metadata"
    for integration in api.integrations():
        accounts = api.send("list_accounts", integration=integration).json()
        values = [account[name] for account in accounts if name in account]
        if integration == with_metadata:
            assert len(values) == len(accounts)
            assert values[0] != values[1]
        else:
            assert values == []


def test_accounts_hold_nothing_that_the_contract_lacks(api: Api) -> None:
    known = api.schema("IntegrationAccount")["properties"]
    for integration in api.integrations():
        for account in api.send("list_accounts", integration=integration).json():
            assert account.keys() <= known.keys()
            for name in account.keys() & {"azure_openai_metadata", "vertex_ai_metadata"}:
                assert account[name].keys() <= api.resolve(known[name])["properties"].keys()


def test_the_published_account_comes_first(api: Api) -> None:
    _, _, node = api.operation("list_accounts")
    published = node["responses"]["200"]["content"][JSON]["example"]
    assert api.send("list_accounts", integration="openai").json()[: len(published)] == published


def test_every_account_runs_inferences(api: Api) -> None:
    for integration in api.integrations():
        for account in api.send("list_accounts", integration=integration).json():
            response = api.send("run_inference", integration=integration, account_id=account["id"])
            assert response.status_code == 200


def test_accounts_are_the_same_every_time(api: Api) -> None:
    assert api.send("list_accounts").content == api.send("list_accounts").content


def test_models_of_every_integration(api: Api) -> None:
    for integration in api.integrations():
        [account, *_] = api.send("list_accounts", integration=integration).json()
        models = api.send("list_models", integration=integration, account_id=account["id"]).json()
        assert models
        assert {model["integration"] for model in models} == {integration}
        assert len({model["model_id"] for model in models}) == len(models)
