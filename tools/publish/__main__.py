"""`INDEX_URL=... python -m tools.publish`: the command behind `make publish`.

Its settings are environment variables, so that nothing of them shows in a list of processes.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path

from tools import generate
from tools.build import Distributions, build
from tools.console import FINE, ToolError, command
from tools.project import Project
from tools.publish.address import Address
from tools.publish.index import Index
from tools.publish.release import problems
from tools.publish.verify import verify


def publish(project: Project, distributions: Distributions, address: Address, *, dry_run: bool = False) -> None:
    """Add to the index what it does not have, and try it out from there."""
    if address.is_plain:
        print(f"warning: {address.host} is reached without TLS: what is sent can be read on its way", file=sys.stderr)
    index = Index(address)
    there = index.hashes(project.name)
    ours = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in distributions.paths}
    for path, digest in ours.items():
        if there.get(path.name, digest) != digest:
            raise ToolError(
                f"{address.host} has {path.name} with other bytes: a new release needs a new version; "
                "if its upload broke off, it has to be removed from the index first"
            )
    print(f"{project.name} {project.version} to {address.upload}")
    for path, digest in ours.items():
        if path.name in there:
            print(f"  {path.name}: is there, with the same bytes")
        elif dry_run:
            print(f"  {path.name}: would be uploaded, sha256:{digest}")
        else:
            index.upload(path)
            print(f"  {path.name}: uploaded, sha256:{digest}")
    if dry_run:
        print("DRY_RUN: nothing was uploaded")
        return
    verify(project, index, distributions.wheel)
    print("It was installed from there, and works")


@command("publish")
def main() -> int:
    """The command. Exit 0: it is published; 2: it is not, or does not work."""
    project = Project.load()
    dry_run = os.environ.get("DRY_RUN", "") not in ("", "0")
    address = Address.parse(os.environ.get("INDEX_URL", ""), os.environ.get("SIMPLE_URL", ""))
    found = problems(project)
    if found:
        raise ToolError("\npublish: ".join(found))
    if generate.main(["--check"]) != FINE:
        raise ToolError("generated/ is not what the inputs give")
    with tempfile.TemporaryDirectory(prefix="publish-") as directory:
        publish(project, build(project, Path(directory)), address, dry_run=dry_run)
    return FINE


if __name__ == "__main__":
    sys.exit(main())
