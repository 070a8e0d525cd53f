"""Where acts come in, the first stage of counting: /c/ from the script, /c/act/ from forms, /go/ from links.

Each answer says by X-Counted what became of the act, so that `curl -i` tells why it was not counted.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from campaigns import acts, known, tally, traffic
from campaigns.acts import Arrival
from campaigns.models import ACTIONS, AnyTally, Kind
from campaigns.period import today
from campaigns.tally import TallyError
from campaigns.traffic import Signals, Verdict
from livesafe import address, languages

HELP = "/help/"
UNAVAILABLE = "unavailable"  # Nothing was committed.


@csrf_exempt  # Pages are cached and hold no token; the act changes nothing but a number.
@require_POST
def collect(request: HttpRequest) -> HttpResponse:
    """Count what count.js reports; answers once all of it is committed, or 503 where none is."""
    if not is_from_own_page(request):
        return _answer(403, Verdict.FOREIGN)
    if int(request.META.get("CONTENT_LENGTH") or 0) > acts.LONGEST:
        return _answer(413, Verdict.MALFORMED)
    reported = acts.parse(request.body)
    if not reported:
        return _answer(400, Verdict.MALFORMED)
    judged = [(act, traffic.judge(_signals(request, automated=act.automated), hash(act))) for act in reported]
    try:
        tally.add([row for act, verdict in judged for row in acts.counts(act, verdict)])
    except (TallyError, Error):  # The second from making a source.
        for act, verdict in judged:
            if verdict is Verdict.GENUINE:
                traffic.forget(hash(act))
        return _answer(503, UNAVAILABLE)
    return _answer(204, *(verdict for _, verdict in judged))


@csrf_exempt
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Count an action that a form on a campaign's page sends, with or without script, and say thanks."""
    if not is_from_own_page(request):
        return _answer(403, Verdict.FOREIGN)
    if int(request.META.get("CONTENT_LENGTH") or 0) > acts.LONGEST:
        return _answer(413, Verdict.MALFORMED)
    campaign = known.campaign(request.POST.get("campaign", ""))
    action = request.POST.get("action", "")
    language = request.POST.get("language", "")
    if campaign is None or action not in ACTIONS or language not in languages.CODES:
        return _answer(400, Verdict.MALFORMED)
    arrival = Arrival.of(request.headers.get("Referer", ""))
    verdict = traffic.judge(_signals(request))
    # A person who has given a promise is thanked, counted or not.
    counted = _count(arrival, campaign.slug, language, Kind(action), verdict)
    via = f"?via={arrival.via}" if known.source(arrival.via) else ""
    return _redirect(303, f"{in_language(campaign.path, language)}{via}#thanks", counted)


@require_safe
def go(request: HttpRequest, code: str) -> HttpResponse:
    """Count a click and lead to the campaign; leads there, or to help, whatever else fails."""
    code = code.lower()
    source = known.source(code)
    campaign = known.campaign(source.campaign) if source else None
    asked = source.language if source and source.language else request.GET.get("l", "")
    language = asked if asked in languages.CODES else languages.SOURCE.code
    if source is None or campaign is None:
        return _redirect(302, in_language(HELP, language), Verdict.UNKNOWN)
    verdict = traffic.judge(_signals(request))
    path = f"{campaign.path}?via={code}"
    if campaign.is_over(today()):
        path = campaign.afterwards or HELP
        verdict = Verdict.ENDED if verdict is Verdict.GENUINE else verdict
    row = acts.count(source.id, language, Kind.CLICK, verdict)
    return _redirect(302, in_language(path, language), _add(row, verdict))


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether a page of this site sent the request, by what no other site's page can write."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return urlsplit(sender).netloc == request.get_host()
    except ValueError:
        return False


def in_language(path: str, language: str) -> str:
    """The address of an English page's path in another language."""
    return path if language == languages.SOURCE.code else f"/{language}{path}"


def _signals(request: HttpRequest, *, automated: bool = False) -> Signals:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Signals.of(
        headers, method=request.method or "", address=address.of(request.META), automated=automated
    )


def _count(arrival: Arrival, campaign: str, language: str, kind: Kind, verdict: Verdict) -> str:
    try:
        source_id = arrival.source(campaign)
    except Error:
        return UNAVAILABLE
    if source_id is None:
        return Verdict.UNKNOWN
    return _add(acts.count(source_id, language, kind, verdict), verdict)


def _add(row: AnyTally, verdict: Verdict) -> str:
    if not verdict.is_counted:
        return verdict
    try:
        tally.add([row])
    except TallyError:
        return UNAVAILABLE
    return verdict


def _answer(status: int, *counted: str) -> HttpResponse:
    response = HttpResponse(status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Counted"] = ", ".join(counted)
    return response


def _redirect(status: int, path: str, counted: str) -> HttpResponse:
    response = HttpResponseRedirect(path)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Counted"] = counted
    return response
