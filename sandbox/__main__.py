"""Run the sandbox in the foreground until Ctrl-C."""

import argparse
import json
import shlex
import signal
import threading
from contextlib import suppress

from tools.contract import JSON, Operation

from .credentials import VALUES
from .server import HOST, Sandbox, serve


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default=HOST, help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8765, help="port to listen on, 0 for a free one (default: 8765)")
    arguments = parser.parse_args()
    # What stops a service is as good as Ctrl-C. Both are set, for a shell starts background jobs with Ctrl-C ignored.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt), serve(host=arguments.host, port=arguments.port) as sandbox:
            commands = [curl(sandbox, operation) for operation in sandbox.contract.operations]
            print(f"Listening on {sandbox.url}, Ctrl-C stops. Try:", *commands, sep="\n\n", flush=True)
            threading.Event().wait()
    except OSError as error:
        parser.error(f"cannot listen on {arguments.host}:{arguments.port}: {error}")


def curl(sandbox: Sandbox, operation: Operation) -> str:
    """A command that calls an operation as in the contract's examples."""
    contract = sandbox.contract
    words = ["curl", "-sS", "-X", operation.method.upper(), sandbox.url + contract.example_path(operation)]
    for headers in contract.credential_headers(operation)[:1]:
        words += [word for scheme, header in headers.items() for word in ("-H", f"{header}: {VALUES[scheme]}")]
    if body := contract.example_body(operation):
        media_type, content = body
        text = json.dumps(content) if media_type == JSON else str(content)
        words += ["-H", f"Content-Type: {media_type}", "-d", text]
    return shlex.join(words)


if __name__ == "__main__":
    main()
