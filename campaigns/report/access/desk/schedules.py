"""Scheduled mails in the admin: made, changed, stopped, looked at, and why one didn't go out."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from campaigns.desk.forms import campaigns
from campaigns.models import MailSchedule
from campaigns.report.access import schedules as sending
from campaigns.report.access.desk.chrome import ask, permissions, show, words_of
from campaigns.report.access.desk.forms import ScheduleForm, asked_again
from campaigns.report.query import Query

LIST = "reach_schedules"
VIEW, ADD, CHANGE, DELETE = permissions("mailschedule")


@require_safe
@permission_required(VIEW)
def schedules(request: HttpRequest) -> HttpResponse:
    titles = dict(campaigns())
    found = [
        (schedule, words_of(schedule.query, titles), sending.addresses(schedule))
        for schedule in MailSchedule.objects.select_related("by")
    ]
    return show(
        request,
        "campaigns/access/schedules.html",
        LIST,
        found=found,
        may_add=request.user.has_perm(ADD),
        may_change=request.user.has_perm(CHANGE),
        may_delete=request.user.has_perm(DELETE),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(ADD)
def make(request: HttpRequest) -> HttpResponse:
    schedule = MailSchedule(by=cast("User", request.user))
    return _edit(request, schedule, "New scheduled mail", {})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(CHANGE)
def change(request: HttpRequest, number: int) -> HttpResponse:
    schedule = get_object_or_404(MailSchedule, pk=number)
    return _edit(request, schedule, schedule.name, _as_asked(schedule))


@require_POST
@permission_required(CHANGE)
def switch(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a schedule, or let it go on with the period that runs."""
    schedule = get_object_or_404(MailSchedule, pk=number)
    schedule.is_active = not schedule.is_active
    sending.begin(schedule)
    schedule.save(update_fields=["is_active", *STATE])
    what = (
        "goes out again, for the first time when this period has ended"
        if schedule.is_active
        else "is stopped"
    )
    messages.success(request, f"“{schedule.name}” {what}.")
    return redirect(LIST)


@require_POST
@permission_required(CHANGE)
def to_me(request: HttpRequest, number: int) -> HttpResponse:
    """Send the last report to whoever asks, and to nobody else. The schedule itself is as before."""
    schedule = get_object_or_404(MailSchedule, pk=number)
    address = cast("User", request.user).email
    if not address:
        messages.error(request, "Your account has no e-mail address. Add one to it first.")
        return redirect(LIST)
    try:
        period = sending.send_now(schedule, address)
    except (OSError, ValueError) as error:
        messages.error(request, f"It could not be sent to {address}: {error}")
    else:
        messages.success(request, f"The report of {period.name} went to {address}.")
    return redirect(LIST)


@require_POST
@permission_required(DELETE)
def delete(request: HttpRequest, number: int) -> HttpResponse:
    schedule = get_object_or_404(MailSchedule, pk=number)
    schedule.delete()
    messages.success(request, f"“{schedule.name}” is deleted. Nothing more goes out.")
    return redirect(LIST)


ASKED = ("name", "every", "recipients", "audience")
STATE = (
    "sent_for",
    "failed",
    "tries",
    "next_try",
)  # A clock may be sending: what it writes is touched no further.


def _edit(request: HttpRequest, schedule: MailSchedule, title: str, initial: dict[str, Any]) -> HttpResponse:
    form = ScheduleForm(request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return ask(request, LIST, title, form, "Save")
    _keep(schedule, form)
    messages.success(request, f"“{schedule.name}” is saved. Send it to yourself to see what the others get.")
    return redirect(LIST)


def _keep(schedule: MailSchedule, form: ScheduleForm) -> None:
    is_anew = schedule.every != form.cleaned_data["every"]
    for name in ASKED:
        setattr(schedule, name, form.cleaned_data[name])
    schedule.query = without_period(form.query)
    if is_anew:
        sending.begin(schedule)
    if schedule.pk:
        schedule.save(update_fields=[*ASKED, "query", *(STATE if is_anew else ())])
    else:
        schedule.save()


def without_period(query: Query) -> str:
    """All of a question but its days and audience, which are the schedule's."""
    asked = {name.filter: values for name, values in query.only} | {"by": [one.value for one in query.by]}
    return urlencode([(name, value) for name, values in asked.items() for value in values])


def _as_asked(schedule: MailSchedule) -> dict[str, Any]:
    """A schedule as its form begins; a question that makes no sense any more is asked anew."""
    asked: dict[str, Any] = {name: getattr(schedule, name) for name in ASKED}
    try:
        query = Query.of(schedule.query)
    except ValueError:
        return asked
    return asked | asked_again(query)
