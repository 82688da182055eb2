import httpx
import pytest

from sandbox import BEARER_TOKEN, FAILING_API_KEY, RATE_LIMITED_API_KEY

from .helpers import Api

BEARER = f"Bearer {BEARER_TOKEN}"


def statuses(api: Api, headers: dict[str, str]) -> set[int]:
    return {api.send(operation_id, headers=headers).status_code for operation_id in api.operation_ids()}


def succeeded(api: Api, headers: dict[str, str]) -> bool:
    """Whether all operations succeed, each with its own status."""
    return all(
        api.send(operation_id, headers=headers).status_code == api.success(operation_id)
        for operation_id in api.operation_ids()
    )


def test_both_keys_open_every_operation(api: Api) -> None:
    assert succeeded(api, api.keys())


@pytest.mark.parametrize("authorization", [BEARER, f"bearer {BEARER_TOKEN}"])
def test_a_bearer_token_opens_every_operation(api: Api, authorization: str) -> None:
    assert succeeded(api, {"Authorization": authorization})


@pytest.mark.parametrize("missing", [["apiKeyAuth"], ["appKeyAuth"], ["apiKeyAuth", "appKeyAuth"]])
@pytest.mark.parametrize("sent_empty", [False, True])
def test_a_missing_key_is_a_401_that_names_its_header(api: Api, missing: list[str], sent_empty: bool) -> None:
    all_keys = api.keys()
    names = [api.document["components"]["securitySchemes"][scheme]["name"] for scheme in missing]
    headers = {name: "" if name in names else value for name, value in all_keys.items()}
    if not sent_empty:
        headers = {name: value for name, value in headers.items() if value}
    for operation_id in api.operation_ids():
        response = api.send(operation_id, headers=headers)
        assert response.status_code == 401
        assert [error["source"]["header"] for error in response.json()["errors"]] == names


@pytest.mark.parametrize("authorization", ["Bearer", "Basic c2FuZGJveDo="])
def test_an_authorization_that_is_no_bearer_token_is_a_401(api: Api, authorization: str) -> None:
    assert statuses(api, {"Authorization": authorization}) == {401}


@pytest.mark.parametrize("scheme", ["apiKeyAuth", "appKeyAuth"])
def test_a_wrong_key_is_a_403(api: Api, scheme: str) -> None:
    assert statuses(api, api.keys(**{scheme: "wrong"})) == {403}


def test_the_two_keys_are_not_interchangeable(api: Api) -> None:
    (api_name, api_key), (app_name, app_key) = api.keys().items()
    assert statuses(api, {api_name: app_key, app_name: api_key}) == {403}


def test_a_wrong_token_is_a_403(api: Api) -> None:
    assert statuses(api, {"Authorization": "Bearer wrong"}) == {403}


def test_a_token_makes_up_for_a_missing_key(api: Api) -> None:
    (name, value), _ = api.keys().items()
    assert succeeded(api, {name: value, "Authorization": BEARER})


def test_a_request_is_not_looked_at_before_its_credentials(api: Api) -> None:
    assert api.send("run_inference", integration="unknown", headers={}, content=b"{").status_code == 401


def test_the_rate_limited_key_gets_a_429_where_one_is_documented(api: Api) -> None:
    headers = api.keys(apiKeyAuth=RATE_LIMITED_API_KEY)
    for operation_id in api.operation_ids():
        response = api.send(operation_id, headers=headers)
        if not api.documents(operation_id, "429"):
            assert response.status_code == api.success(operation_id)
            continue
        assert response.status_code == 429
        assert [type(error) for error in response.json()["errors"]] == [str]
        documented = api.document["components"]["responses"]["TooManyRequests"]["headers"]
        assert all(response.headers[name] for name in documented)
        assert response.headers["X-RateLimit-Remaining"] == "0"


def test_the_failing_key_gets_a_500_where_one_is_documented(api: Api) -> None:
    headers = api.keys(apiKeyAuth=FAILING_API_KEY)
    for operation_id in api.operation_ids():
        response = api.send(operation_id, headers=headers)
        if api.documents(operation_id, "500"):
            assert response.status_code == 500
            assert response.json()["errors"][0]["status"] == "500"
        else:
            assert response.status_code == api.success(operation_id)


def test_a_failing_key_still_needs_its_partner(api: Api) -> None:
    assert statuses(api, api.keys(apiKeyAuth=RATE_LIMITED_API_KEY, appKeyAuth="wrong")) == {403}


def test_request_ids_count_up(api: Api) -> None:
    def number(response: httpx.Response) -> int:
        return int(response.headers["X-Request-Id"].removeprefix("sandbox-"))

    first, second = api.send("list_accounts"), api.send("list_accounts")
    assert number(second) == number(first) + 1
