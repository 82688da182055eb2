"""The cost of imports, each in a fresh interpreter with compiled modules."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.figure import Figure, at_most
from benchmarks.peers import PEERS, is_absent
from benchmarks.setting import Setting

CODE = """
import os, sys, time
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {{max(os.sched_getaffinity(0))}})
{before}
start = time.process_time()
{measured}
print((time.process_time() - start) * 1000)
"""
PACKAGE, CLIENT = "import datadog_llm_client", "from datadog_llm_client import Client, AsyncClient"
#: All of `datadog-llm --help`; its output is discarded.
COMMAND_LINE = """
import io
from contextlib import redirect_stdout, suppress
from datadog_llm_client.command_line import main
with suppress(SystemExit), redirect_stdout(io.StringIO()): main(["--help"])
"""


def figures(setting: Setting) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as directory:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = directory

        def cost(measured: str, before: str = "") -> list[float]:
            """Milliseconds of CPU for each run, after one that compiles the modules."""
            command = [sys.executable, "-c", CODE.format(before=before, measured=measured)]
            runs = [
                float(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)
                for _ in range(setting.runs + 1)
            ]
            return runs[1:]

        httpx = cost("import httpx")
        yield Figure(PACKAGE, "ms", cost(PACKAGE), "import httpx", httpx, at_most(0.3))
        both = cost("import httpx, httpcore")
        yield Figure(CLIENT, "ms", cost(CLIENT), "import httpx, httpcore", both, at_most(1.3))
        operation = cost("from datadog_llm_client.client import _integrations; _integrations.run_inference", CLIENT)
        yield Figure("operation and models of the first inference", "ms", operation, target=at_most(10))
        alone = "from datadog_llm_client import Client"
        yield Figure("datadog-llm --help", "ms", cost(COMMAND_LINE), alone, cost(alone), at_most(1.5))
        theirs = (
            []
            if is_absent("datadog")
            else cost("import datadog_api_client.v2.api.agent_observability_api, datadog_api_client")
        )
        yield Figure(CLIENT, "ms", cost(CLIENT), PEERS["datadog"].shown, theirs)
