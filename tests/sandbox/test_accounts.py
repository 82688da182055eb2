from tools.contract import JSON

from .helpers import Api


def test_every_integration_has_several_accounts_of_its_own(api: Api) -> None:
    known = api.schema("IntegrationAccount").child("properties")
    seen = set()
    for integration in api.integrations():
        response = api.send("list_accounts", integration=integration)
        accounts = response.json()
        assert api.send("list_accounts", integration=integration).content == response.content
        assert len(accounts) >= 2
        assert {account["integration"] for account in accounts} == {integration}
        seen |= {account["id"] for account in accounts}
        for name in ("azure_openai", "vertex_ai"):
            field = f"{name}_metadata"
            values = [account[field] for account in accounts if field in account]
            assert len(values) == (len(accounts) if integration == name else 0)
            assert all(value.keys() <= known.child(field, "properties").keys() for value in values)
            assert not values or values[0] != values[1]
        for account in accounts:
            assert account.keys() <= known.keys()
            called = api.send("run_inference", integration=integration, account_id=account["id"])
            assert called.status_code == 200
    assert len(seen) >= 2 * len(api.integrations())


def test_the_published_account_comes_first(api: Api) -> None:
    published = api.operations["list_accounts"].responses["200"].child("content", JSON)["example"]
    assert api.send("list_accounts", integration="openai").json()[: len(published)] == published


def test_models_of_every_integration(api: Api) -> None:
    for integration in api.integrations():
        [account, *_] = api.send("list_accounts", integration=integration).json()
        models = api.send("list_models", integration=integration, account_id=account["id"]).json()
        assert models
        assert {model["integration"] for model in models} == {integration}
        assert len({model["model_id"] for model in models}) == len(models)
