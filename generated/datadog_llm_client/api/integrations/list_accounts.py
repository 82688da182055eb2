# Made by "make generate" from openapi/: edit that.
"""The `list_accounts` operation: GET /api/v2/llm-obs/v1/integrations/{integration}/accounts."""

from ..._runtime.calls.operation import Operation
from ..._runtime.calls.parameters import Parameter
from ..._runtime.calls.responses import ResponseBody
from ..._runtime.values.decoding import array, string
from ...models.list_accounts import IntegrationAccount

OPERATION: Operation[list[IntegrationAccount]] = Operation(
    name="list_accounts",
    method="GET",
    path="/api/v2/llm-obs/v1/integrations/{integration}/accounts",
    parameters=(Parameter("integration", "path", string),),
    responses=(ResponseBody(200, "application/json", array(IntegrationAccount.from_dict)),),
)
