"""PO, as gettext's tools want it. An entry's context is its segment's place; "fuzzy": no person has checked it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polib
from django.utils import timezone

from livesafe import languages
from livesafe.translations.exchange.document import Entry, FileRefusedError, Incoming, Outgoing

ORIGIN = "X-Origin"  # What made the texts of a file, and when.


def write(document: Outgoing) -> bytes:
    file = polib.POFile(wrapwidth=110)
    file.metadata = {
        "Project-Id-Version": "LiveSafe",
        "PO-Revision-Date": timezone.now().strftime("%Y-%m-%d %H:%M+0000"),
        "Language": document.language.code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        ORIGIN: "",
    }
    for part in document.parts:
        for text in part.texts:
            entry = polib.POEntry(
                msgctxt=f"{part.key}#{text.segment.path}",
                msgid=text.segment.source,
                msgstr=text.text,
                comment="\n".join([f"{part.title} · {text.place}", *part.notes, *text.notes]),
            )
            if text.state == "draft":
                entry.flags.append("fuzzy")
            file.append(entry)
    return str(file).encode()


def read(name: str, data: bytes) -> Incoming:
    file = _parsed(name, data)
    code = file.metadata.get("Language", "")
    if code not in languages.CODES or code == languages.SOURCE.code:
        raise FileRefusedError(
            name, [f"Its header says Language: “{code}”. It must be one of the site's ten languages."]
        )
    _no_duplicates(name, file)
    entries = []
    for entry in file:
        if entry.obsolete or not (entry.msgstr.strip() or entry.msgstr_plural):
            continue
        key, _, path = (entry.msgctxt or "").partition("#")
        # No text of ours has plural forms: one that has is none of ours.
        source = "" if entry.msgid_plural else entry.msgid
        entries.append(Entry(entry.linenum or 0, key, path, source, entry.msgstr.strip()))
    return Incoming(name, languages.get(code), tuple(entries), file.metadata.get(ORIGIN, ""))


def _no_duplicates(name: str, file: polib.POFile) -> None:
    first: dict[tuple[str, str], int | None] = {}
    reasons = []
    for entry in file:
        key = (entry.msgctxt or "", entry.msgid)
        if key in first:
            reasons.append(
                f"line {entry.linenum}: This text is in the file twice; the first time on line {first[key]}."
            )
        first.setdefault(key, entry.linenum)
    if reasons:
        raise FileRefusedError(name, reasons)


def _parsed(name: str, data: bytes) -> polib.POFile:
    try:
        text = data.decode("utf-8-sig")
        # Given a text, polib would open the file of that name if there is one.
        with tempfile.NamedTemporaryFile("w", suffix=".po", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            return polib.pofile(str(Path(file.name)), encoding="utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileRefusedError(name, [f"line {line}: It is not in UTF-8. Save it as UTF-8."]) from error
    except (OSError, ValueError) as error:
        raise FileRefusedError(name, [_why(error)]) from error


def _why(error: Exception) -> str:
    """What polib says, without the name of our own copy of the file."""
    _, _, told = str(error).partition("(line ")
    line, _, reason = told.partition("): ")
    if line.isdigit():
        return f"line {line}: This is not a PO file that can be read: {reason or 'syntax error'}."
    return f"This is not a PO file that can be read: {str(error).removeprefix('Syntax error in po file ')}"
