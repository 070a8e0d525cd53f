"""Where acts come in, the first stage of counting: /c/ from the script, /c/act/ from forms, /go/ from links.

Nothing here knows Django's requests: wsgi.py calls `respond` before Django's handler is asked. Each
answer says by X-Counted what became of the act, so that `curl -i` tells why it was not counted.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import parse_qs

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http.multipartparser import MultiPartParserError

from campaigns import acts, agents, flood, known, sketches, tally, traffic
from campaigns.acts import DONE, Act, Arrival
from campaigns.headers import Environ, Headers
from campaigns.models import DIRECT, AnyTally, Kind
from campaigns.period import today
from campaigns.tally import TallyError
from campaigns.traffic import Signals, Verdict
from campaigns.writer import Outcome
from livesafe import address, languages
from livesafe.origin import is_from_own_page

Judged: TypeAlias = tuple[Act, Verdict]

HELP = "/help/"
UNAVAILABLE = "unavailable"  # Nothing was committed.
UNSURE = "unsure"  # The database was lost while it committed.
PENDING = "pending"  # Not committed yet; it may still be.
ANCHOR = re.compile(r"[\w-]{1,64}", re.ASCII)  # Where on its page a form stands.
REASONS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
LINK = re.compile(r"/go/([^/]+)/?")


@dataclass(frozen=True, slots=True)
class Answer:
    """All of an answer: it has no body."""

    status: int
    counted: str
    also: tuple[tuple[str, str], ...] = ()

    @property
    def reason(self) -> str:
        return REASONS[self.status]

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [("Cache-Control", "no-store"), ("X-Counted", self.counted), *self.also]


def respond(environ: Environ) -> Answer | None:
    """The answer to an act; None for every other address."""
    path: str = environ["PATH_INFO"]
    if stage := POSTED.get(path):
        return stage(environ) if environ["REQUEST_METHOD"] == "POST" else _not_allowed("POST")
    if link := LINK.fullmatch(path):
        return (
            go(environ, link[1])
            if environ["REQUEST_METHOD"] in {"GET", "HEAD"}
            else _not_allowed("GET, HEAD")
        )
    return None


def collect(environ: Environ) -> Answer:
    """Count what count.js reports; answers 204 once all of it is committed, and 503 where none is.

    The page sends again after a 503 and after nothing else. So another process that gets the act then has
    nothing to remember: none has counted it.
    """
    day = today()  # Of arrival: what waits over midnight stays in the day in which it was done.
    if refused := _refused(environ):
        return refused
    sender = address.of(environ)
    headers = Headers(environ)
    if flood.sheds(sender, "c"):
        verdict = traffic.shed(headers, method="POST")
        if verdict.is_counted:
            # Nobody read what it reports, so it belongs to no campaign.
            tally.add_later([acts.unread(day)])
        return Answer(429, verdict)
    if not known.is_ready():
        return Answer(503, UNAVAILABLE)  # Whether it makes sense can't be told yet.
    reported = acts.parse(environ["wsgi.input"].read(_length(environ)))
    if not reported:
        return Answer(400, Verdict.MALFORMED)
    judged: list[Judged] = []
    for act in reported:
        signals = Signals.of(headers, method="POST", automated=act.automated)
        judged.append((act, traffic.judge(signals, hash(act))))
    return _counted(judged, day, sender, environ)


def _counted(judged: list[Judged], day: dt.date, sender: str, environ: Environ) -> Answer:
    try:
        outcome = tally.add([row for act, verdict in judged for row in acts.counts(act, verdict, day)])
    except TallyError:
        for act, verdict in judged:
            if verdict is Verdict.GENUINE:
                traffic.forget(hash(act))
        return Answer(503, UNAVAILABLE)
    if outcome is Outcome.IN_DOUBT:
        # Not to be sent again: it would count twice, where it was counted.
        return Answer(500, UNSURE)
    for act, verdict in judged:
        if act.kind == Kind.VISIT and verdict is Verdict.GENUINE:
            _note_device(act, day, sender, environ)
    return Answer(204, ", ".join([verdict for _, verdict in judged]))


def act(environ: Environ) -> Answer:
    """Count an action that a form on a campaign's page sends, with or without script, and say thanks."""
    day = today()
    if refused := _refused(environ):
        return refused
    form = _form(environ)
    campaign = known.campaign(form.get("campaign", ""))
    action = form.get("action", "")
    language = form.get("language", "")
    if campaign is None or action not in DONE or language not in languages.CODES:
        return Answer(400, Verdict.MALFORMED)
    arrival = Arrival.of(environ.get("HTTP_REFERER", ""))
    verdict = _verdict(environ, door="act")
    source = arrival.source(campaign.slug)
    # A person who has given a promise is thanked, counted or not.
    counted: str = Verdict.UNKNOWN
    if source is not None:
        counted = _count(acts.count(source.id, language, Kind(action), verdict, day), verdict)
    # As the code is written, not as the page's address had it: that one anybody may have made up.
    via = f"?via={source.code}" if source and source.code != DIRECT else ""
    anchor = form.get("at", "")
    back = f"{in_language(campaign.path, language)}{via}#{anchor if ANCHOR.fullmatch(anchor) else 'thanks'}"
    return _redirect(303, back, counted)


def go(environ: Environ, code: str) -> Answer:
    """Count a click and lead to the campaign; leads there, or to help, whatever else fails."""
    day = today()
    source = known.source(_as_written(code))
    campaign = known.campaign(source.campaign) if source else None
    asked = source.language if source and source.language else _asked_language(environ)
    language = asked if asked in languages.CODES else languages.SOURCE.code
    verdict = _verdict(environ, door="go")
    if source is None or campaign is None:
        if not known.is_ready():
            return _redirect(302, in_language(HELP, language), UNAVAILABLE)  # It may well be known.
        # All such codes of a day are one number: what somebody typed is not kept.
        verdict = Verdict.UNKNOWN if verdict is Verdict.GENUINE else verdict
        row = acts.count(acts.NOBODY, language, Kind.CLICK, verdict, day)
        return _redirect(302, in_language(HELP, language), _count(row, verdict))
    path = f"{source.leads_to or campaign.path}?via={source.code}"
    if acts.has_ended(source, day):
        path = campaign.afterwards or HELP
        verdict = Verdict.ENDED if verdict is Verdict.GENUINE else verdict
    row = acts.count(source.id, language, Kind.CLICK, verdict, day)
    return _redirect(302, in_language(path, language), _count(row, verdict))


def _as_written(path: str) -> str:
    """A server hands over the bytes of an address as if they were Latin letters; Django has read them already."""
    try:
        return path.encode("latin-1").decode()
    except UnicodeError:
        return path


POSTED = {"/c/": collect, "/c/act/": act}


def in_language(path: str, language: str) -> str:
    """The address of an English page's path in another language."""
    return path if language == languages.SOURCE.code else f"/{language}{path}"


def _refused(environ: Environ) -> Answer | None:
    if not is_from_own_page(environ):
        return Answer(403, Verdict.FOREIGN)
    if _length(environ) > acts.LONGEST:
        return Answer(413, Verdict.MALFORMED)
    return None


def _length(environ: Environ) -> int:
    text = environ.get("CONTENT_LENGTH") or ""
    return int(text) if text.isdecimal() else 0


def _form(environ: Environ) -> Mapping[str, str]:
    try:
        return WSGIRequest(dict(environ)).POST.dict()
    except (MultiPartParserError, SuspiciousOperation, UnicodeError):
        return {}


def _asked_language(environ: Environ) -> str:
    query = environ.get("QUERY_STRING")
    return parse_qs(query).get("l", [""])[-1] if query else ""


def _verdict(environ: Environ, *, door: str) -> Verdict:
    sender = address.of(environ)
    headers, method = Headers(environ), environ["REQUEST_METHOD"]
    if flood.sheds(sender, door):
        return traffic.shed(headers, method=method)
    return traffic.judge(Signals.of(headers, method=method))


def _note_device(act: Act, day: dt.date, sender: str, environ: Environ) -> None:
    if source := act.arrival.source(act.campaign):
        # Waits in memory for seconds: a server lets in far longer ones.
        agent = environ.get("HTTP_USER_AGENT", "")[: agents.LONGEST]
        sketches.saw(act.campaign, source.channel, act.language, day, sender, agent)


def _count(row: AnyTally, verdict: Verdict) -> str:
    """Count for somebody who is led on whatever becomes of it; X-Counted says what is known by then."""
    if not verdict.is_counted:
        return verdict
    if verdict is Verdict.FLOOD:
        tally.add_later([row])
        return verdict
    match tally.add_soon([row]):
        case Outcome.COMMITTED:
            return verdict
        case Outcome.IN_DOUBT:
            return UNSURE
        case _:
            return PENDING


def _not_allowed(methods: str) -> Answer:
    return Answer(405, Verdict.MALFORMED, (("Allow", methods),))


def _redirect(status: int, path: str, counted: str) -> Answer:
    return Answer(status, counted, (("Location", path),))
