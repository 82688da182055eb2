# Made by "make generate" from openapi/: edit that.
"""The `list_models` operation: GET /api/v2/llm-obs/v1/integrations/{integration}/{account_id}/models."""

from ..._runtime.calls.operation import Operation
from ..._runtime.calls.parameters import Parameter
from ..._runtime.calls.responses import ResponseBody
from ..._runtime.values.decoding import array, string
from ...models.list_models import IntegrationModel

OPERATION: Operation[list[IntegrationModel]] = Operation(
    name="list_models",
    method="GET",
    path="/api/v2/llm-obs/v1/integrations/{integration}/{account_id}/models",
    parameters=(
        Parameter("integration", "path", string),
        Parameter("account_id", "path", string),
    ),
    responses=(ResponseBody(200, "application/json", array(IntegrationModel.from_dict)),),
)
