"""The boundary to DeepL: texts in, texts out, and one exception. Nothing else imports its library.

Every billed call holds its characters in the month's budget before it is sent, in a transaction of its own: so no call
is made inside another transaction, and no two workers can spend the same characters.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import deepl
from deepl import http_client
from deepl.api_data import MultilingualGlossaryDictionaryEntries
from django.conf import settings

from livesafe.languages import SOURCE, Language
from livesafe.translations import budget

Kind = Literal["retry", "person"]
Reason = Literal[
    "no_key",
    "wrong_key",
    "quota",
    "limit",
    "too_many",
    "unreachable",
    "not_offered",
    "refused",
    "too_large",
    "glossary_gone",
    "puzzling",
]
Formality = Literal["prefer_less", "prefer_more", "default"]

MAX_TEXTS = 50  # Of one request, as DeepL documents.
MAX_BYTES = 96 * 1024  # Of one request's body; DeepL refuses more than 128 KiB.
TIMEOUT = 20.0  # Seconds of silence, after which DeepL counts as unreachable.
TOOL = f"deepl {deepl.__version__}"
MODEL = "quality_optimized"

# A job that fails waits and is tried again; the library's own attempts would each be billed without being counted.
http_client.max_network_retries = 0
http_client.min_connection_timeout = TIMEOUT

WHY: dict[Reason, tuple[Kind, str]] = {
    "no_key": (
        "person",
        (
            "There is no DeepL key, so people translate: in the desk, or by files. "
            "To use DeepL, ask whoever runs the server to set DEEPL_AUTH_KEY."
        ),
    ),
    "wrong_key": (
        "person",
        "DeepL does not accept our key. Ask whoever runs the server to look at DEEPL_AUTH_KEY in the DeepL account.",
    ),
    "quota": (
        "person",
        (
            "The DeepL account has used up its characters for this month. "
            "Wait for its next month, or ask whoever pays for it to raise its limit."
        ),
    ),
    "limit": (
        "person",
        (
            "This would go over our own monthly limit. Choose fewer languages, wait for next month, "
            "or ask whoever runs the server to raise LIVESAFE_DEEPL_MONTHLY_CHARACTERS."
        ),
    ),
    "too_many": ("retry", "DeepL has too much to do right now. We try again by ourselves."),
    "unreachable": ("retry", "DeepL can't be reached right now. We try again by ourselves."),
    "not_offered": ("person", "DeepL does not translate into this language. People translate it."),
    "refused": ("person", "DeepL refused this text. Please translate it by hand."),
    "too_large": (
        "person",
        "This text is too long for DeepL. Split it in the page, or translate it by hand.",
    ),
    "glossary_gone": ("retry", "DeepL has lost our glossary. We send it again by ourselves."),
    "puzzling": ("retry", "DeepL sent an answer that we do not understand. We try again by ourselves."),
}
# By the status of DeepL's answer; nothing was billed for any of them.
BY_STATUS: dict[int, Reason] = {
    400: "refused",
    403: "wrong_key",
    404: "glossary_gone",
    413: "too_large",
    414: "too_large",
    429: "too_many",
    456: "quota",
    529: "too_many",
}
WAITED_IN_VAIN = (502, 504)  # A gateway speaks: what stands behind it may have done the work.
NEVER_SENT = ("Failed to establish a new connection", "Failed to resolve", "connect timeout")


class EngineError(Exception):
    """Why there is no translation. `kind` says who acts, the worker or a person; `words` are for staff."""

    def __init__(self, reason: Reason, words: str = "", *, billed: bool = False) -> None:
        self.reason = reason
        self.kind, standard = WHY[reason]
        self.words = words or standard
        self.billed = billed  # Perhaps: the answer never arrived.
        super().__init__(self.words)


@dataclass(frozen=True)
class Answer:
    """The texts in the order in which they were sent, with what made them and what they cost."""

    texts: list[str]
    origin: str
    billed: int


@dataclass(frozen=True)
class Usage:
    """What the account has used of its own limit in DeepL's billing period."""

    count: int
    limit: int


def has_key() -> bool:
    return bool(settings.DEEPL_AUTH_KEY)


def is_free() -> bool:
    """Whether the key is one of DeepL's free plan, for which nothing is paid."""
    return deepl.auth_key_is_free_account(settings.DEEPL_AUTH_KEY) if has_key() else False


def translate(
    texts: Sequence[str],
    language: Language,
    *,
    markup: bool = False,
    context: str = "",
    formality: Formality = "default",
    glossary: str = "",
) -> Answer:
    """Translate English texts of one batch; with `markup`, they are inline HTML whose tags DeepL keeps.

    At most MAX_TEXTS texts and MAX_BYTES. Spends characters, so it must not be called inside a transaction.
    """
    if language.deepl is None:
        raise EngineError("not_offered")
    options: dict[str, Any] = {"source_lang": SOURCE.code.upper(), "target_lang": language.deepl}
    if context:
        options["context"] = context
    if formality != "default":
        options["formality"] = formality
    if glossary:
        options["glossary"] = glossary
    return _translate(texts, options, markup=markup)


def back_translate(texts: Sequence[str], language: Language) -> list[str]:
    """What plain texts in a language say in English: for an editor's eye, never stored as content. Spends characters."""
    if language.deepl is None:
        raise EngineError("not_offered")
    options = {"source_lang": language.deepl.split("-")[0], "target_lang": "EN-GB"}
    return _translate(texts, options, markup=False).texts


def languages() -> list[dict[str, Any]]:
    """DeepL's languages with their features, as the account may use them. Costs nothing."""
    # The library has no method for /v3/languages, and /v2/languages is deprecated.
    path = "v3/languages?resource=translate_text"
    status, content, answer = _call(lambda client: client._api_call(path, method="GET"))
    _call(lambda client: client._raise_for_status(status, content, answer))
    if not isinstance(answer, list):
        raise EngineError("puzzling")
    return answer


def usage() -> Usage:
    """What the account has used and may use. Costs nothing."""
    found = _call(lambda client: client.get_usage()).character
    if found.count is None or found.limit is None:
        raise EngineError("puzzling")
    return Usage(found.count, found.limit)


def make_glossary(name: str, language: Language, entries: dict[str, str]) -> str:
    """Store a glossary from English into one language with DeepL; returns its id."""
    terms = MultilingualGlossaryDictionaryEntries(SOURCE.code, str(language.deepl), entries)
    made = _call(lambda client: client.create_multilingual_glossary(name, [terms]))
    return str(made.glossary_id)


def drop_glossary(glossary: str) -> None:
    _call(lambda client: client.delete_multilingual_glossary(glossary))


def _translate(texts: Sequence[str], options: dict[str, Any], *, markup: bool) -> Answer:
    texts = list(texts)
    if not texts:
        return Answer([], "", 0)
    if len(texts) > MAX_TEXTS or size(texts) > MAX_BYTES:
        raise EngineError("too_large")
    if markup:
        options |= {"tag_handling": "html", "tag_handling_version": "v2"}
    options |= {"model_type": MODEL, "preserve_formatting": True}
    if not has_key():
        raise EngineError("no_key")
    found = _billed(texts, lambda client: client.translate_text(texts, **options))
    models = {result.model_type_used or MODEL for result in found}
    billed = sum(result.billed_characters for result in found)
    return Answer([result.text for result in found], f"DeepL {', '.join(sorted(models))}; {TOOL}", billed)


def size(texts: Sequence[str]) -> int:
    """How many bytes texts have in a request's body."""
    return len(json.dumps(texts))


def _billed(texts: list[str], act: Callable[[deepl.DeepLClient], Any]) -> list[deepl.TextResult]:
    """Make a call that costs, with its characters held in the budget from before it until DeepL has said the sum."""
    held = budget.hold(sum(len(text) for text in texts))  # DeepL bills no more: tags are free.
    if held is None:
        raise EngineError("limit")
    try:
        found: list[deepl.TextResult] = _call(act)
    except EngineError as error:
        if not error.billed:
            budget.settle(held, 0)
        raise
    if len(found) != len(texts):
        raise EngineError("puzzling", billed=True)
    budget.settle(held, sum(result.billed_characters for result in found))
    return found


def _call(act: Callable[[deepl.DeepLClient], Any]) -> Any:
    """Do something with a client; whatever goes wrong becomes an EngineError."""
    if not has_key():
        raise EngineError("no_key")
    client = deepl.DeepLClient(
        settings.DEEPL_AUTH_KEY, server_url=settings.DEEPL_SERVER_URL or None, send_platform_info=False
    )
    try:
        return act(client.set_app_info("LiveSafe", settings.VERSION))
    except deepl.ConnectionException as error:
        sent = not any(words in str(error) for words in NEVER_SENT)
        raise EngineError("unreachable", billed=sent) from error
    except deepl.DeepLException as error:
        raise _refusal(error) from error
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        # The library reads an answer without asking whether it is whole.
        raise EngineError("puzzling", billed=True) from error
    finally:
        client.close()


def _refusal(error: deepl.DeepLException) -> EngineError:
    status = error.http_status_code or 0
    if status >= 500 and status not in BY_STATUS:
        return EngineError("unreachable", billed=status in WAITED_IN_VAIN)
    if status == 400 and ("target_lang" in str(error) or "not supported" in str(error)):
        return EngineError("not_offered")
    return EngineError(BY_STATUS.get(status, "puzzling"))
