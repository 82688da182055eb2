"""A real index server, and wheels to fill it with."""

import base64
import contextlib
import hashlib
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import httpx
from packaging.requirements import Requirement

USER, PASSWORD = "publisher", "s3cret/with:odd@characters"
DEADLINE = 30.0


@dataclass(frozen=True)
class Server:
    """A running pypiserver."""

    url: str
    files: Path

    def names(self) -> list[str]:
        return sorted(path.name for path in self.files.iterdir())

    @property
    def simple(self) -> str:
        return f"{self.url}simple/"


@contextlib.contextmanager
def pypiserver(directory: Path, *, read: bool = True) -> Iterator[Server]:
    """Run pypiserver on a free port. It asks for a password for uploads, and for downloads with `read`."""
    files = directory / "packages"
    files.mkdir()
    digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
    (directory / "htpasswd").write_text(f"{USER}:{{SHA}}{digest}\n", encoding="utf-8")
    guarded = "update,download,list" if read else "update"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pypiserver", "run", "--interface", "127.0.0.1", "--port", str(port)]
    command += ["--disable-fallback", "--backend", "simple-dir", "--authenticate", guarded]
    command += ["--passwords", str(directory / "htpasswd"), str(files)]
    # Some of its imports cause warnings, which may be errors in the tests.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    with (directory / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _await(f"http://127.0.0.1:{port}/health", process, directory / "log")
        yield Server(f"http://127.0.0.1:{port}/", files)
    finally:
        process.terminate()
        process.wait(DEADLINE)


def _await(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        time.sleep(0.02)
    raise RuntimeError(f"pypiserver did not start: {log.read_text(encoding='utf-8')}")


def pack_installed(directory: Path, requirements: tuple[str, ...]) -> Path:
    """Make wheels of installed distributions and their dependencies, in place of the public index."""
    directory.mkdir()
    waiting, packed = [Requirement(text) for text in requirements], set[str]()
    while waiting:
        requirement = waiting.pop()
        if requirement.name in packed or not (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            continue
        packed.add(requirement.name)
        distribution = metadata.distribution(requirement.name)
        name = f"{requirement.name.replace('-', '_')}-{distribution.version}-py3-none-any.whl"
        with zipfile.ZipFile(directory / name, "w") as wheel:
            for path in distribution.files or ():
                if ".." not in path.parts and "__pycache__" not in path.parts:
                    wheel.write(str(path.locate()), str(path))
        waiting += [Requirement(text) for text in distribution.requires or ()]
    return directory


def write_wheel(directory: Path, name: str, version: str, *, body: str = "", fields: Sequence[str] = ()) -> Path:
    """Write a wheel with one module, and additional fields in its metadata."""
    module = name.replace("-", "_")
    path = directory / f"{module}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{module}/__init__.py", body)
        information = f"{module}-{version}.dist-info"
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *fields]
        wheel.writestr(f"{information}/METADATA", "\n".join([*lines, ""]))
        wheel.writestr(f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{information}/RECORD", "")
    return path


def alter(wheel: Path) -> None:
    """Change the bytes of the wheel, but not its content."""
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.comment = b"other bytes"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def plain_environment(home: Path) -> dict[str, str]:
    """Return the environment without settings of installers and git, and with its own home."""
    prefixes = ("PIP_", "UV_", "TWINE_", "GIT_", "PYTHON", "XDG_", "HATCH_", "VIRTUAL_ENV", "REQUESTS_", "CURL_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(prefixes)}
    for name in ("NETRC", "SOURCE_DATE_EPOCH", "INDEX_URL", "SIMPLE_URL", "DRY_RUN", "MAKEFLAGS", "MAKELEVEL"):
        kept.pop(name, None)
    kept = {name: value for name, value in kept.items() if not name.lower().endswith("_proxy")}
    return kept | {
        "HOME": str(home),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "UV_NO_CONFIG": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
