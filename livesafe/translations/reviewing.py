"""What a reviewer link opens: one page on a phone, in English, for a person without an account.

An address that is unknown, ended or withdrawn answers the same for everybody. Nothing about the visitor is read.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from livesafe.translations import invitations, replies
from livesafe.translations.models import Invitation, TranslatorsNote
from livesafe.translations.replies import HandedIn, NotTakenError, Said
from livesafe.translations.sheet import Sheet, sheet

PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
LEFT = "X-Left"  # How many parts wait for an answer: the script shows it.


@csrf_exempt  # The address is the secret: no other site can name it, and no cookie gives more than it does.
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a link's page, and take what its user hands in; also from a page that was open when the link ended."""
    invitation = invitations.find(secret)
    response = _answer(request, invitation) if invitation else _closed(request)
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


def _answer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.method == "POST":
        return _take(request, invitation)
    page = None if invitation.is_over else sheet(invitation)
    return _show(request, invitation, page) if page else _closed(request)


def _take(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        taken = replies.hand_in(invitation, _said(request))
    except NotTakenError:
        return _closed(request)
    if request.POST.get("typing") and not taken.late:
        return _with_left(HttpResponse(status=204), taken.sheet)
    if request.POST.get("part"):
        return _with_left(_part(request, invitation, taken), taken.sheet)
    if taken.late or taken.sheet is None:
        return render(request, "translations/review_closed.html", {"kept": True})
    if taken.line and not taken.line.problem:
        response = HttpResponseRedirect(f"{request.path}#s{taken.line.number}")
        response.status_code = 303
        return response
    return _show(request, invitation, taken.sheet, has_changed=taken.line is None)


def _said(request: HttpRequest) -> Said:
    form = request.POST
    verdict = form.get("verdict", "")
    # Each of two answers has a box of its own for the reason; what stands in both is kept.
    reasons = [form.get("comment", ""), form.get("harm", "")]
    return Said(
        path=form.get("path", ""),
        source_hash=form.get("hash", ""),
        seen=form.get("seen", ""),
        opened=form.get("opened", ""),
        verdict=verdict,
        text=form.get("text", ""),
        comment="\n".join(reason for reason in dict.fromkeys(reasons) if reason.strip()),
        stamps=tuple(form.getlist("stamp")),
        typing=bool(form.get("typing")),
    )


def _show(
    request: HttpRequest, invitation: Invitation, page: Sheet, *, has_changed: bool = False
) -> HttpResponse:
    return render(
        request, "translations/review.html", _context(invitation, page) | {"has_changed": has_changed}
    )


def _part(request: HttpRequest, invitation: Invitation, taken: HandedIn) -> HttpResponse:
    """One part of the page as it is after its form was handed in."""
    context: dict[str, object] = {"line": taken.line, "late": taken.late}
    if taken.sheet:
        context |= _context(invitation, taken.sheet)
    return render(request, "translations/review_line.html", context)


def _context(invitation: Invitation, page: Sheet) -> dict[str, object]:
    return {
        "invitation": invitation,
        "sheet": page,
        "opened": invitations.opened_mark(invitation),
        "approves": invitations.approves(invitation),
        "longest": replies.LONGEST,
        "note": None
        if invitation.is_english
        else TranslatorsNote.objects.filter(object_key=invitation.object_key).first(),
    }


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "translations/review_closed.html", status=404)


def _with_left(response: HttpResponse, page: Sheet | None) -> HttpResponse:
    if page:
        response.headers[LEFT] = str(page.left)
    return response
