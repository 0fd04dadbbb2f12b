"""ZIP packages: the parts of an Office document, reckoned before any of them is unpacked."""

import io
import struct
import zipfile
from collections.abc import Callable
from zipfile import ZipFile, ZipInfo

from crm_portal.library.inspection import parts
from crm_portal.library.inspection.verdicts import Found, refuse

MAGIC = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS, MOST_BYTES, MOST_RATIO = 5_000, 150_000_000, 150
SMALL_BYTES = 1_000_000
LOCAL_HEAD, ENCRYPTED, SYMLINK = 30, 0x1, 0o120000
PLAIN_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def inspect(content: bytes, look_into: Callable[[str, bytes], Found]) -> Found:
    """Return which document it is, once every part has been looked into."""
    try:
        with ZipFile(io.BytesIO(content)) as package:
            infos = package.infolist()
            _require_alone(package, content)
            _require_reckonable(infos)
            _require_honest(infos, content)
            return parts.inspect(package, infos, look_into)
    except (zipfile.BadZipFile, struct.error, EOFError, NotImplementedError):
        raise refuse("damaged") from None
    except (UnicodeError, ValueError, OSError):
        raise refuse("damaged") from None


def _require_alone(package: ZipFile, content: bytes) -> None:
    """Nothing before the first part, and nothing behind the end of the directory."""
    end = content.rfind(b"PK\x05\x06")
    if package.comment or end < 0 or end + 22 != len(content):
        raise refuse("polyglot")
    if min((info.header_offset for info in package.infolist()), default=0):
        raise refuse("polyglot")


def _require_reckonable(infos: list[ZipInfo]) -> None:
    if len(infos) > MOST_PARTS:
        raise refuse("bomb")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise refuse("bomb")
    for info in infos:
        if info.flag_bits & ENCRYPTED:
            raise refuse("encrypted")
        if info.compress_type not in PLAIN_METHODS:
            raise refuse("damaged")
        packed = max(info.compress_size, 1)
        if info.file_size > SMALL_BYTES and info.file_size / packed > MOST_RATIO:
            raise refuse("bomb")
    _require_plain_names(infos)


def _require_plain_names(infos: list[ZipInfo]) -> None:
    seen = set()
    for info in infos:
        steps = info.orig_filename.split("/")
        outside = info.orig_filename.startswith("/") or ".." in steps
        if outside or "\\" in info.orig_filename or "\0" in info.orig_filename:
            raise refuse("unsafe_names")
        if (info.external_attr >> 16) & 0o170000 == SYMLINK or ":" in steps[0]:
            raise refuse("unsafe_names")
        if info.filename.casefold() in seen:
            raise refuse("damaged")
        seen.add(info.filename.casefold())


def _require_honest(infos: list[ZipInfo], content: bytes) -> None:
    """The directory and the parts say the same, and no part lies within another."""
    reached = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        start = info.header_offset
        if start < reached:
            raise refuse("bomb")
        head = struct.unpack("<4s5H3L2H", content[start : start + LOCAL_HEAD])
        called = content[start + LOCAL_HEAD : start + LOCAL_HEAD + head[9]]
        if head[0] != MAGIC or called != _as_written(info):
            raise refuse("damaged")
        reached = start + LOCAL_HEAD + head[9] + head[10] + info.compress_size


def _as_written(info: ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")
