"""The report as JSON, for a partner's program: a token in, `Report.as_data` out.

Each answer has a strong ETag (livesafe/middleware.py makes it of the bytes), so who asks again for what they have pays with
a 304. No answer sets a cookie, and no cookie opens anything.
"""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Query
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from campaigns.models import ReachToken, TokenUse
from campaigns.report import build
from campaigns.report.access import doors, limit, scope
from campaigns.report.access.schema import NAMES, Asked, Problem, ReachReport
from campaigns.report.files import data
from campaigns.report.shape import SCHEMA

PRIVATE = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
LONGEST = 1000  # Letters of a question that are logged.


class Bearer(HttpBearer):
    """A token of a partner, in the header `Authorization`."""

    def authenticate(self, request: HttpRequest, token: str) -> ReachToken | None:
        found = doors.find(ReachToken, token.strip())
        return found if found and found.is_open else None


api = NinjaAPI(
    title="LiveSafe: reach",
    version=SCHEMA,
    description="How far campaigns got, as the reach report has it. Figures alone: nothing here is about a person.",
    docs_url=None,  # Its page would load from elsewhere. Ours is /api/.
    openapi_url="/openapi.json",
    urls_namespace="api",
    servers=[{"url": settings.BASE_URL}],
)


class RefusedError(Exception):
    def __init__(self, status: int, words: str, **headers: str) -> None:
        super().__init__(words)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@api.get(
    "/reach",
    auth=Bearer(),
    response={200: ReachReport, 400: Problem, 401: Problem, 403: Problem, 429: Problem},
    by_alias=True,
    summary="The report of a period",
    operation_id="reach",
)
def reach(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """The same figures, to the unit, as the report's page and files for the same audience."""
    token = cast("Any", request).auth
    turn = limit.take(token.pk)
    if turn.is_refused:
        if turn.is_first_refused:  # The rest of a flood would only fill the log.
            _log(token, request, 429)
        words = (
            f"This token may ask {limit.PER_MINUTE} times a minute. Ask again in {turn.seconds_left} seconds."
        )
        raise RefusedError(429, words, Retry_After=str(turn.seconds_left))
    try:
        answer = _answer(token, request, asked)
    except RefusedError as refused:
        _log(token, request, refused.status)
        raise
    _log(token, request, 200)
    return answer


def _answer(token: ReachToken, request: HttpRequest, asked: Asked) -> HttpResponse:
    if strange := sorted(request.GET.keys() - set(NAMES)):
        raise RefusedError(400, f"“{strange[0][:40]}” is not one of {', '.join(NAMES)}.")
    try:
        query = scope.within(token, asked.lists)
    except scope.OutsideScopeError as error:
        raise RefusedError(403, str(error)) from error
    except ValueError as error:
        raise RefusedError(400, str(error)) from error
    content = data.as_bytes(build.report(query))
    return HttpResponse(content, content_type=data.CONTENT_TYPE, headers=PRIVATE)


def _log(token: ReachToken, request: HttpRequest, status: int) -> None:
    """What was asked by the names we know: under others a careless program sends secrets."""
    known = [
        (name, value) for name, values in request.GET.lists() if name in NAMES for value in values if value
    ]
    TokenUse.objects.create(token=token, asked=urlencode(known)[:LONGEST], status=status)


# What goes wrong, in words ---------------------------------------------------


def problem(status: int, words: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse(
        Problem(status=status, error=words).model_dump(),
        status=status,
        headers=PRIVATE | (headers or {}),
        json_dumps_params={"ensure_ascii": False},
    )


@api.exception_handler(RefusedError)
def refused(request: HttpRequest, error: RefusedError | type[RefusedError]) -> HttpResponse:
    return problem(cast("RefusedError", error).status, str(error), cast("RefusedError", error).headers)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError | type[AuthenticationError]) -> HttpResponse:
    words = "Send a token that works in the header “Authorization: Bearer …”. Tokens end; ask the VRN for a new one."
    return problem(401, words, {"WWW-Authenticate": 'Bearer realm="LiveSafe reach"'})


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    return problem(400, "The question can’t be read. See /api/ for how to ask.")


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    return problem(404, "There is nothing at this address. See /api/ for what there is.")
