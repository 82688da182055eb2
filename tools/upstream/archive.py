"""The contract inside a source distribution, which is read and never unpacked, built or run."""

import gzip
import io
import tarfile
import zlib
from pathlib import PurePosixPath

from tools.console import ToolError
from tools.contract.document import MAX_BYTES

MEMBER = ".generator/schemas/v2/openapi.yaml"
MAX_ARCHIVE_BYTES = 200 * 1024 * 1024
# All of it is decompressed, although only the contract is kept.
_MAX_UNPACKED_BYTES = 1024 * 1024 * 1024
MAGIC = b"\x1f\x8b"


def contract(archive: bytes, name: str) -> bytes:
    """Return Datadog's contract in `archive`, a gzipped tar."""
    found = None
    try:
        # Unlike tarfile, gzip detects a truncated file.
        with gzip.open(io.BytesIO(archive)) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            # Read to its end, where the checksum is.
            for member in tar:
                if member.offset_data + member.size > _MAX_UNPACKED_BYTES:
                    raise ToolError(f"{name}: unpacks to more than {_MAX_UNPACKED_BYTES >> 20} MB")
                # `<name>-<version>/` comes first, whatever it is called.
                if PurePosixPath(*PurePosixPath(member.name).parts[1:]) == PurePosixPath(MEMBER) and member.isreg():
                    found = _read(tar, member, name)
            stream.read(tarfile.RECORDSIZE)
    except (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, OverflowError) as error:
        raise ToolError(f"{name}: is not a whole source distribution: {error or type(error).__name__}") from error
    if found is None:
        raise ToolError(f"{name}: holds no {MEMBER}")
    return found


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo, name: str) -> bytes:
    file = tar.extractfile(member)
    if member.size > MAX_BYTES:
        raise ToolError(f"{name}: its {MEMBER} is larger than {MAX_BYTES >> 20} MB")
    data = file.read() if file else b""
    if len(data) != member.size:
        raise ToolError(f"{name}: ends within {MEMBER}, so it is truncated")
    return data
