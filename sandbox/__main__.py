"""Run the sandbox in the foreground until Ctrl-C."""

import argparse
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from .conditions import Conditions
from .greeting import greeting
from .server import HOST, serve


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default=HOST, help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8765, help="port to listen on, 0 for a free one (default: 8765)")
    parser.add_argument("--quiet", action="store_true", help="do not log requests")
    parser.add_argument("--latency", type=float, default=0.0, metavar="SECONDS", help="delay each response")
    parser.add_argument(
        "--fail", type=float, default=0.0, metavar="SHARE", help="share of requests to fail, such as 0.1"
    )
    parser.add_argument("--rate-limit", type=int, metavar="N", help="respond with 429 beyond N requests per second")
    arguments = parser.parse_args()
    try:
        conditions = Conditions(arguments.latency, arguments.fail, arguments.rate_limit)
    except ValueError as error:
        parser.error(str(error))
    log: Callable[[str], object] | None = None if arguments.quiet else partial(print, flush=True)
    # SIGTERM works like Ctrl-C. Both are set, since shells start background jobs with SIGINT ignored.
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
    try:
        running = serve(host=arguments.host, port=arguments.port, conditions=conditions, log=log)
        with suppress(KeyboardInterrupt), running as sandbox:
            print(f"{greeting(sandbox)}\n", flush=True)
            threading.Event().wait()
    except OSError as error:
        parser.error(f"cannot listen on {arguments.host}:{arguments.port}: {error}")


if __name__ == "__main__":
    main()
