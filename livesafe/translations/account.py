"""What the DeepL account offers, has left and holds for us, as it last said: no page of the desk ever waits for it."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from livesafe.languages import Language
from livesafe.translations import engine, glossary
from livesafe.translations.models import EngineGlossary, Said

logger = logging.getLogger(__name__)
# Of GET /v3/languages, for our languages, after DeepL's table of 30 June 2026.
SNAPSHOT = Path(__file__).with_name("capabilities.json")
ASK_EVERY = {"languages": timedelta(days=1), "usage": timedelta(minutes=15)}
LANGUAGES, USAGE = ASK_EVERY


@dataclass(frozen=True)
class Capabilities:
    """What the engine can do with a target language. `asked_at` is None where the checked-in table says so."""

    target: bool = False
    tags: bool = False
    glossary: bool = False
    formality: bool = False
    asked_at: datetime | None = None


def capabilities(language: Language) -> Capabilities:
    """As the account last said; the checked-in table where it has not been asked yet."""
    if language.deepl is None:
        return Capabilities()
    said = Said.objects.filter(matter=LANGUAGES).first()
    rows, at = (said.answer, said.at) if said else (_snapshot(), None)
    found = next((row for row in rows if row["lang"].lower() == language.deepl.lower()), None)
    if found is None or not found.get("usable_as_target"):
        return Capabilities(asked_at=at)
    features = found.get("features", {})
    return Capabilities(True, "tag_handling" in features, "glossary" in features, "formality" in features, at)


def usage() -> tuple[engine.Usage, datetime] | None:
    """What the account has used, and when it said so; None where it was never asked."""
    said = Said.objects.filter(matter=USAGE).first()
    return (engine.Usage(**said.answer), said.at) if said else None


def ask(*, now: bool = False) -> None:
    """Ask the account what has grown old; a chore of the clock. What it can't say stays as it was."""
    if not engine.has_key():
        return
    for matter, often in ASK_EVERY.items():
        fresh = Said.objects.filter(matter=matter, at__gt=timezone.now() - often)
        if not now and fresh.exists():
            continue
        try:
            answer: Any = engine.languages() if matter == LANGUAGES else vars(engine.usage())
        except engine.EngineError as error:
            logger.warning("DeepL did not say its %s: %s", matter, error.words)
            return
        Said.objects.update_or_create(matter=matter, defaults={"answer": answer})


def glossary_of(language: Language) -> str:
    """The id of the engine's copy of our glossary, brought up to date first; "" where there is none to use."""
    entries = glossary.entries(language.code)
    if not entries or not capabilities(language).glossary:
        return ""
    digest = hashlib.sha256(json.dumps(entries, sort_keys=True).encode()).hexdigest()[:20]
    there = EngineGlossary.objects.filter(language=language.code).first()
    if there and there.entries_hash == digest:
        return there.engine_id
    try:
        made = engine.make_glossary(f"LiveSafe {language.code} {digest}", language, entries)
    except engine.EngineError as error:
        if error.reason != "refused":
            raise
        logger.warning("DeepL refused our glossary for %s: our own check of it stays", language.name)
        return ""
    EngineGlossary.objects.update_or_create(
        language=language.code, defaults={"engine_id": made, "entries_hash": digest}
    )
    if there:
        try:
            engine.drop_glossary(there.engine_id)
        except engine.EngineError as error:  # It is in nobody's way.
            logger.warning("An old glossary stays with DeepL: %s", error.words)
    return made


def forget_glossary(language: Language) -> None:
    """DeepL no longer has its copy: the next job sends it anew."""
    EngineGlossary.objects.filter(language=language.code).delete()


@cache
def _snapshot() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(SNAPSHOT.read_text())
    return rows
