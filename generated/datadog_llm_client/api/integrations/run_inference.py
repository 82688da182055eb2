# Made by "make generate" from openapi/: edit that.
"""The `run_inference` operation: POST /api/v2/llm-obs/v1/integrations/{integration}/{account_id}/inference."""

from ..._runtime.calls.bodies import RequestBody
from ..._runtime.calls.operation import Operation
from ..._runtime.calls.parameters import Parameter
from ..._runtime.calls.responses import ResponseBody
from ..._runtime.values.decoding import string
from ...models.run_inference import InferenceRequest, InferenceResponse

OPERATION: Operation[InferenceResponse] = Operation(
    name="run_inference",
    method="POST",
    path="/api/v2/llm-obs/v1/integrations/{integration}/{account_id}/inference",
    parameters=(
        Parameter("integration", "path", string),
        Parameter("account_id", "path", string),
    ),
    body=RequestBody("application/json", InferenceRequest.from_dict),
    responses=(ResponseBody(200, "application/json", InferenceResponse.from_dict),),
    provider_error="error_response",
)
