import pytest

from sandbox import BEARER_TOKEN, FAILING_API_KEY, RATE_LIMITED_API_KEY

from .helpers import Api

BEARER = f"Bearer {BEARER_TOKEN}"


def statuses(api: Api, headers: dict[str, str]) -> set[int]:
    return {api.send(operation_id, headers=headers).status_code for operation_id in api.operations}


def test_what_opens_every_operation(api: Api) -> None:
    (name, api_key), _ = api.keys().items()
    tokens = [{"Authorization": BEARER}, {"Authorization": f"bearer {BEARER_TOKEN}"}]
    for headers in (api.keys(), *tokens, {name: api_key, "Authorization": BEARER}):
        for operation_id in api.operations:
            assert api.send(operation_id, headers=headers).status_code == api.success(operation_id)


@pytest.mark.parametrize("missing", [["apiKeyAuth"], ["appKeyAuth"], ["apiKeyAuth", "appKeyAuth"]])
@pytest.mark.parametrize("sent_empty", [False, True])
def test_a_missing_key_is_a_401_that_names_its_header(api: Api, missing: list[str], sent_empty: bool) -> None:
    names = [api.document.plain["components"]["securitySchemes"][scheme]["name"] for scheme in missing]
    headers = {name: "" if name in names else value for name, value in api.keys().items()}
    if not sent_empty:
        headers = {name: value for name, value in headers.items() if value}
    for operation_id in api.operations:
        response = api.send(operation_id, headers=headers)
        assert response.status_code == 401
        assert [error["source"]["header"] for error in response.json()["errors"]] == names


def test_what_is_refused(api: Api) -> None:
    (api_name, api_key), (app_name, app_key) = api.keys().items()
    for authorization in ("Bearer", "Basic c2FuZGJveDo="):
        assert statuses(api, {"Authorization": authorization}) == {401}
    for headers in (
        api.keys(apiKeyAuth="wrong"),
        api.keys(appKeyAuth="wrong"),
        api.keys(apiKeyAuth=RATE_LIMITED_API_KEY, appKeyAuth="wrong"),
        {api_name: app_key, app_name: api_key},
        {"Authorization": "Bearer wrong"},
    ):
        assert statuses(api, headers) == {403}
    # Before the request is looked at.
    assert api.send("run_inference", integration="unknown", headers={}, content=b"{").status_code == 401


@pytest.mark.parametrize(("key", "status"), [(RATE_LIMITED_API_KEY, 429), (FAILING_API_KEY, 500)])
def test_a_key_that_fails_does_so_where_its_status_is_documented(api: Api, key: str, status: int) -> None:
    for operation_id, operation in api.operations.items():
        response = api.send(operation_id, headers=api.keys(apiKeyAuth=key))
        documented = operation.responses.get(str(status))
        if documented is None:
            assert response.status_code == api.success(operation_id)
            continue
        assert response.status_code == status
        assert all(response.headers[name] for name in documented.child("headers"))
        (error,) = response.json()["errors"]
        if status == 429:
            assert isinstance(error, str)
            assert response.headers["X-RateLimit-Remaining"] == "0"
        else:
            assert error["status"] == "500"


def test_request_ids_count_up(api: Api) -> None:
    first, second = (int(api.send("list_accounts").headers["X-Request-Id"].removeprefix("sandbox-")) for _ in range(2))
    assert second == first + 1
