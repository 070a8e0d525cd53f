"""A file as somebody handed it in: its format found by what it says, its size and its packing held to what is sane."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from livesafe.translations.exchange import po, xliff12, xliff21, xml
from livesafe.translations.exchange.document import FileRefusedError, Incoming

LARGEST = 20 * 1024 * 1024  # All pages of a language with their notes are about a tenth of it.
MOST_FILES = 40
MEGABYTE = 1024 * 1024


def read(name: str, data: bytes) -> list[Incoming]:
    """The files handed in: one, or those of a ZIP. Raises FileRefusedError for what is none of our formats."""
    if data.startswith(b"PK\x03\x04"):
        files = [_one(inner, content) for inner, content in _unpacked(name, data)]
        _refuse_repeated(name, files)
        return files
    return [_one(name, data)]


def _refuse_repeated(name: str, files: list[Incoming]) -> None:
    """Of two files with a text for the same place nobody could say which counts."""
    first: dict[tuple[str, ...], Incoming] = {}
    reasons = []
    for file in files:
        for entry in file.entries:
            said = entry.source_hash or str(entry.source)
            other = first.setdefault((file.language.code, entry.object_key, entry.path, said), file)
            if other is not file:
                reasons.append(
                    f"{file.name}, line {entry.line}: {other.name} has this text too. Leave one out."
                )
    if reasons:
        raise FileRefusedError(name, reasons)


def _one(name: str, data: bytes) -> Incoming:
    if len(data) > LARGEST:
        raise FileRefusedError(name, [_too_big()])
    if not data.strip():
        raise FileRefusedError(name, ["The file is empty."])
    if name.lower().endswith((".po", ".pot")) or not _looks_like_xml(data):
        return po.read(name, data)
    root = xml.parse(name, data)
    version = root.attributes.get("version", "")
    if root.name != "xliff":
        raise FileRefusedError(name, [f"line {root.line}: This is not XLIFF: it begins with <{root.name}>."])
    if root.namespace == xliff12.NAMESPACE and version == "1.2":
        return xliff12.read(name, root)
    if root.namespace == xliff21.NAMESPACE and version in xliff21.VERSIONS:
        return xliff21.read(name, root)
    raise FileRefusedError(
        name,
        [f"line {root.line}: This is XLIFF {version or 'of no version'}. LiveSafe reads 1.2, 2.0 and 2.1."],
    )


def _looks_like_xml(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


def _unpacked(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """The files of a ZIP. What it says of their sizes is not believed: reading stops at the limit."""
    found, left = [], LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if not _is_litter(info)]
            if len(members) > MOST_FILES:
                raise FileRefusedError(
                    name, [f"It holds {len(members)} files. Hand in at most {MOST_FILES} at once."]
                )
            for info in members:
                with archive.open(info) as member:
                    content = member.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise FileRefusedError(name, [_too_big()])
                found.append((PurePosixPath(info.filename).name, content))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise FileRefusedError(name, [f"This ZIP cannot be opened: {error}"]) from error
    if not found:
        raise FileRefusedError(name, ["The ZIP holds no file."])
    return found


def _is_litter(info: zipfile.ZipInfo) -> bool:
    """What a Mac adds to each ZIP."""
    return info.is_dir() or info.filename.startswith("__MACOSX/") or info.filename.endswith(".DS_Store")


def _too_big() -> str:
    return f"It is larger than {LARGEST // MEGABYTE} MB. Hand it in in parts."
