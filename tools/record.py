"""Records the cassettes again: from the sandbox, or from Datadog with LIVE=1. DRY_RUN=1 only shows what it would do.

They are recorded elsewhere, and replace the old ones once the whole run has passed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.cassettes import recording
from tools.console import FAILED, command, complain, is_set, show
from tools.exchange import exchange

# aiohttp replays the cassettes of the async client.
TESTS = ["tests/cassettes", "--ignore", "tests/cassettes/test_recording.py", "-k", "not aiohttp"]


@command("record")
def main() -> int:
    """Exit like pytest, or with 2 if Datadog is chosen and the environment lacks an account or keys."""
    live, dry = is_set("LIVE"), is_set("DRY_RUN")
    missing = [name for name in recording.LIVE_VARIABLES if not os.environ.get(name)] if live else []
    # Tests that cannot run against Datadog keep their cassettes.
    chosen = [*TESTS, "-m", "not sandbox_only"] if live else TESTS
    show(f"Source: {recording.live_url() if live else 'the sandbox of this repository, on a free loopback port'}")
    if missing:
        complain(f"record: the environment lacks {', '.join(missing)}")
    if not dry:
        return FAILED if missing else record(chosen, keep=live)
    show("Scrubbed: the host, and the account and model that were used; of the headers, only these are kept:")
    show(f"  request:  {', '.join(recording.KEPT_REQUEST_HEADERS)}")
    show(f"  response: {', '.join(recording.KEPT_RESPONSE_HEADERS)}, and x-request-id without its value")
    show("Tests that would record:")
    quiet = [*chosen, "--collect-only", "--quiet", "--no-summary"]
    return subprocess.run([sys.executable, "-m", "pytest", *quiet]).returncode


def record(chosen: list[str], *, keep: bool) -> int:
    """Run the chosen tests. With `keep`, cassettes that they do not record stay as they are."""
    cassettes = recording.CASSETTES
    # Next to them, so that replacing them is a rename. Git ignores the name.
    with tempfile.TemporaryDirectory(prefix=".recording-", dir=cassettes.parent) as directory:
        recorded = Path(directory, "new")
        cassettes.mkdir(exist_ok=True)
        if keep:
            shutil.copytree(cassettes, recorded)
        command = [sys.executable, "-m", "pytest", *chosen, "--record-mode=rewrite"]
        code = subprocess.run(command, env=os.environ | {recording.ASIDE: str(recorded)}).returncode
        if code != 0:
            return complain("record: not every test passed; the cassettes are as they were", code)
        exchange(recorded, cassettes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
