"""A stand-in for DeepL on a real socket, written from its documented contract; its translations are nonsense.

Documented: POST /v2/translate (at most 50 texts, 128 KiB, `show_billed_characters`, HTML mode, glossaries of the pair),
GET /v2/usage, GET /v3/languages, POST and DELETE /v3/glossaries; 400, 403, 404, 413, 429, 456, 5xx.
"""

from __future__ import annotations

import html
import json
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "stand-in-key:fx"
LIMIT_TEXTS, LIMIT_BYTES = 50, 128 * 1024
# A word of each script, and what an English word becomes: as many letters as make sense.
WORDS = {
    "GU": "ગુજરાતી",
    "PL": "słowo",
    "PA": "ਪੰਜਾਬੀ",
    "RO": "cuvânt",
    "UR": "لفظ",
    "BN": "শব্দ",
    "PT-PT": "palavra",
    "AR": "كلمة",
    "HI": "शब्द",
    "EN-GB": "word",
}
WITH_TAGS = {"PL", "RO", "PT-PT", "AR"}
WITH_GLOSSARY = WITH_TAGS
WITH_FORMALITY = {"PL", "PT-PT"}
KEPT = re.compile(
    r"(<span translate=\"no\".*?</span>|<[^>]+>|\[\[.*?\]\]|\{/?\d+\}|&\#?\w+;|https?://\S+|[\d.,:]*\d)",
    re.DOTALL,
)

Spoil = Callable[[str, str], str]  # (what would be answered, target language) → what is answered


class StandIn:
    """What the tests set and see of the server."""

    def __init__(self) -> None:
        self.key = KEY
        self.url = ""
        self.count, self.limit = 0, 500_000
        self.requests: list[dict[str, Any]] = []  # Bodies of /v2/translate that were answered with 200.
        self.seen: list[tuple[str, str]] = []  # Method and path of everything that came in.
        self.agents: list[str] = []
        self.troubles: list[int | str] = []  # Statuses, "hang" or "hang up", one for each request to come.
        self.glossaries: dict[str, dict[str, Any]] = {}
        self.spoil: Spoil = lambda text, target: text
        self.features: dict[str, set[str]] = {
            code: {
                *(["tag_handling"] if code in WITH_TAGS else []),
                *(["glossary"] if code in WITH_GLOSSARY else []),
                *(["formality"] if code in WITH_FORMALITY else []),
            }
            for code in WORDS
        }
        self.refuses = ""  # A text with these words gets 400.
        self.withholds_tags = True  # Whether HTML mode is refused for languages without it.

    @property
    def texts(self) -> list[str]:
        """All texts that were translated, in their order."""
        return [text for body in self.requests for text in body["text"]]

    def sent_to(self, target: str) -> list[str]:
        return [text for body in self.requests if body["target_lang"] == target for text in body["text"]]


@contextmanager
def running() -> Iterator[StandIn]:
    stand_in = StandIn()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stand_in))
    server.daemon_threads = True
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class RefusedError(Exception):
    def __init__(self, status: int, message: str = "") -> None:
        super().__init__(message)
        self.status = status


def translated(text: str, target: str, words: dict[str, str] | None = None) -> str:
    """Every English word becomes one of the language; a glossary's terms become what it says; the rest is kept."""
    for term, said in (words or {}).items():
        text = re.sub(rf"(?i)(?<!\w){re.escape(term)}(?!\w)", f'<span translate="no">{said}</span>', text)
    parts = KEPT.split(text)
    done = "".join(
        part if number % 2 else re.sub(r"[A-Za-z’']*[A-Za-z][A-Za-z’']*", WORDS[target], part)
        for number, part in enumerate(parts)
    )
    return re.sub(r'<span translate="no">(.*?)</span>', r"\1", done)


def billed(text: str, *, markup: bool) -> int:
    return len(html.unescape(re.sub(r"<[^>]+>", "", text))) if markup else len(text)


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            stand_in.seen.append((self.command, self.path))
            stand_in.agents.append(self.headers.get("User-Agent", ""))
            trouble = stand_in.troubles.pop(0) if stand_in.troubles else ""
            if trouble == "hang":
                time.sleep(1.0)
            if trouble in {"hang", "hang up"}:
                self.close_connection = True
                return
            key = self.headers.get("Authorization", "")
            status, answer = _answered(stand_in, trouble, key, self.command, self.path, body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    for method in ("GET", "POST", "DELETE"):
        setattr(Handler, f"do_{method}", Handler._answer)
    return Handler


def _answered(
    stand_in: StandIn, trouble: int | str, key: str, method: str, path: str, body: bytes
) -> tuple[int, bytes]:
    try:
        if isinstance(trouble, int):
            raise RefusedError(trouble, "The stand-in was told to refuse")
        if key != f"DeepL-Auth-Key {stand_in.key}":
            raise RefusedError(403)
        status, answer = _route(stand_in, method, path, body)
    except RefusedError as refused:
        status, answer = refused.status, {"message": str(refused)}
    return status, b"<html>not json" if trouble == "nonsense" else json.dumps(answer).encode()


def _route(stand_in: StandIn, method: str, path: str, body: bytes) -> tuple[int, Any]:
    match (method, path.partition("?")[0]):
        case ("POST", "/v2/translate"):
            return 200, _translate(stand_in, body)
        case ("GET", "/v2/usage"):
            return 200, {"character_count": stand_in.count, "character_limit": stand_in.limit}
        case ("GET", "/v3/languages"):
            if "resource=translate_text" not in path:
                raise RefusedError(400, "Missing parameter 'resource'")
            return 200, _languages(stand_in)
        case ("POST", "/v3/glossaries"):
            return 201, _make_glossary(stand_in, json.loads(body))
        case ("DELETE", where) if where.startswith("/v3/glossaries/"):
            if stand_in.glossaries.pop(where.rpartition("/")[2], None) is None:
                raise RefusedError(404, "Glossary not found")
            return 204, {}
    raise RefusedError(404, "Not found")


def _translate(stand_in: StandIn, body: bytes) -> dict[str, Any]:
    if len(body) > LIMIT_BYTES:
        raise RefusedError(413, "Request size exceeds the limit")
    asked = json.loads(body)
    texts, target = asked["text"], asked["target_lang"].upper()
    markup = asked.get("tag_handling") == "html"
    if len(texts) > LIMIT_TEXTS:
        raise RefusedError(413, "Too many texts")
    if target not in WORDS:
        raise RefusedError(400, "Value for 'target_lang' not supported.")
    if markup and stand_in.withholds_tags and "tag_handling" not in stand_in.features[target]:
        raise RefusedError(400, "Tag handling is not available for this language")
    if asked.get("formality") in {"less", "more"} and "formality" not in stand_in.features[target]:
        raise RefusedError(400, "'formality' is not available for this language")
    if stand_in.refuses and any(stand_in.refuses in text for text in texts):
        raise RefusedError(400, "Bad text")
    words = _words(stand_in, asked.get("glossary_id"), asked.get("source_lang"), target)
    costs = [billed(text, markup=markup) for text in texts]
    if stand_in.count + sum(costs) > stand_in.limit:
        raise RefusedError(456, "Quota exceeded")
    stand_in.count += sum(costs)
    stand_in.requests.append(asked)
    return {
        "translations": [
            {
                "detected_source_language": asked.get("source_lang", "EN"),
                "text": stand_in.spoil(translated(text, target, words), target),
                "billed_characters": cost,
                "model_type_used": asked.get("model_type", "latency_optimized"),
            }
            for text, cost in zip(texts, costs, strict=True)
        ]
    }


def _words(stand_in: StandIn, glossary: str | None, source: str | None, target: str) -> dict[str, str]:
    if glossary is None:
        return {}
    if glossary not in stand_in.glossaries:
        raise RefusedError(404, "Glossary not found")
    if not source:
        raise RefusedError(400, "Value for 'source_lang' missing")
    pair = (source.lower(), target.split("-", maxsplit=1)[0].lower())
    words: dict[str, str] | None = stand_in.glossaries[glossary]["words"].get(pair)
    if words is None:
        raise RefusedError(400, "The glossary has no dictionary for this pair")
    return words


def _make_glossary(stand_in: StandIn, asked: dict[str, Any]) -> dict[str, Any]:
    known = {
        code.split("-")[0].lower() for code in stand_in.features if "glossary" in stand_in.features[code]
    }
    words = {}
    for one in asked["dictionaries"]:
        pair = (one["source_lang"].lower(), one["target_lang"].lower())
        if pair[1] not in known:
            raise RefusedError(400, "Unsupported glossary source and target language pair")
        words[pair] = dict(line.split("\t", 1) for line in one["entries"].splitlines() if line)
    made = str(uuid.uuid4())
    stand_in.glossaries[made] = {"name": asked["name"], "words": words}
    return {
        "glossary_id": made,
        "name": asked["name"],
        "creation_time": "2026-11-22T12:00:00.000000Z",
        "dictionaries": [
            {"source_lang": source, "target_lang": target, "entry_count": len(entries)}
            for (source, target), entries in words.items()
        ],
    }


def _languages(stand_in: StandIn) -> list[dict[str, Any]]:
    def spelt(code: str) -> str:
        base, _, region = code.partition("-")
        return base.lower() + (f"-{region}" if region else "")

    return [
        {
            "lang": spelt(code),
            "name": code,
            "status": "stable",
            "usable_as_source": "-" not in code,
            "usable_as_target": True,
            "features": {feature: {"status": "stable"} for feature in sorted(features)},
        }
        for code, features in stand_in.features.items()
    ]
