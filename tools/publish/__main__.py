"""`INDEX_URL=... python -m tools.publish`: the command behind `make publish`.

Its settings are environment variables, so that no list of processes shows them.
"""

import hashlib
import os
import sys
import tempfile
from pathlib import Path

from tools import generate
from tools.build import Distributions, build
from tools.console import FINE, ToolError, command, is_set, show
from tools.project import Project
from tools.publish.address import Address
from tools.publish.index import Index, MissingCredentials
from tools.publish.release import problems
from tools.publish.verify import verify

SAME = "is already there, with the same bytes"


def publish(project: Project, distributions: Distributions, address: Address) -> None:
    """Upload the files that the index lacks, and try out the package from there."""
    index = Index(address)
    present = _present(index, project, distributions)
    show(f"{project.name} {project.version} to {address.upload}")
    for path in distributions.paths:
        if path not in present:
            index.upload(path)
        show(f"  {path.name}: {SAME if path in present else f'uploaded, sha256:{_sha256(path)}'}")
    verify(project, index, distributions.wheel)
    show("It was installed from there, and works")


def rehearse(project: Project, distributions: Distributions, address: Address | None, missing: list[str]) -> None:
    """Show what would be uploaded, as far as the index can be asked, and what has to be done first."""
    present: set[Path] = set()
    if address is None:
        missing = [*missing, "INDEX_URL must name the index; which files it has is not known"]
    else:
        try:
            present = _present(Index(address), project, distributions)
        except MissingCredentials as error:
            missing = [*missing, f"{error}; which files it has is not known"]
    show(f"{project.name} {project.version} to {address.upload if address else 'an index'}")
    for path in distributions.paths:
        show(f"  {path.name}: {SAME if path in present else f'would be uploaded, sha256:{_sha256(path)}'}")
    if missing:
        show("\n  ".join(["Missing until it can be published:", *missing]))
    show("DRY_RUN: nothing was uploaded")


def _present(index: Index, project: Project, distributions: Distributions) -> set[Path]:
    """Return the files that the index has. Raises `ToolError` if it has one with other bytes."""
    address = index.address
    if address.is_plain:
        print(f"warning: {address.host} is reached without TLS: others can read what is sent", file=sys.stderr)
    there = index.hashes(project.name)
    for path in distributions.paths:
        if there.get(path.name) not in (None, _sha256(path)):
            raise ToolError(
                f"{address.host} has {path.name} with other bytes: a new release needs a new version; "
                "if its upload broke off, it must be removed from the index first"
            )
    return {path for path in distributions.paths if path.name in there}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@command("publish")
def main() -> int:
    """Run the command. Exits with 0 if it is published, or would be, and 2 if it is not, or does not work."""
    project = Project.load()
    dry_run = is_set("DRY_RUN")
    index_url = os.environ.get("INDEX_URL", "")
    address = Address.parse(index_url, os.environ.get("SIMPLE_URL", "")) if index_url or not dry_run else None
    missing = problems(project)
    if missing and not dry_run:
        raise ToolError("\npublish: ".join(missing))
    if generate.main(["--check"]) != FINE:
        raise ToolError("generated/ is not what the inputs give")
    with tempfile.TemporaryDirectory(prefix="publish-") as directory:
        distributions = build(project, Path(directory))
        if address is None or dry_run:
            rehearse(project, distributions, address, missing)
        else:
            publish(project, distributions, address)
    return FINE


if __name__ == "__main__":
    sys.exit(main())
