"""The keys of the sketches: how they are born, and how they die on schedule, with a line for the audit.

A key tells devices apart for the days of its window. When it dies its sketches become numbers with bounds, and nothing
can be tested against them any more.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
import uuid

from django.conf import settings
from django.db import IntegrityError, connections, transaction

from campaigns import devices
from campaigns.models import CampaignPage, Ending, SketchKey, SketchPart, Span, Window
from campaigns.period import LONDON, first_of_quarter, today
from campaigns.router import ALIAS, SKETCHES

LONGEST = 92  # Days of a window: the longest financial quarter.
GRACE = dt.timedelta(minutes=5)  # After midnight every process has written what it saw before.


def oldest_day() -> dt.date:
    """The oldest day whose key still lives: today, and yesterday in the first minutes after midnight."""
    return (dt.datetime.now(LONDON) - GRACE).date()


def spans() -> tuple[Span, ...]:
    """What devices are told apart over: a day and, where an assessment allows it, a campaign."""
    return (Span.DAY, Span.CAMPAIGN) if settings.CAMPAIGN_REACH_DPIA else (Span.DAY,)


def key(span: Span, campaign: str, day: dt.date) -> tuple[Window, bytes]:
    """The window that a day falls in with its key, both made where there are none.

    A window whose key is gone (PostgreSQL empties unlogged tables after a crash) ends here with its line.
    """
    campaign = "" if span is Span.DAY else campaign
    for _ in range(5):
        window = Window.objects.filter(
            span=span, campaign=campaign, first__lte=day, last__gte=day, ended=None
        ).first()
        if window is None:
            window = _open(span, campaign, day)
            if window is None:
                continue
        if stored := SketchKey.objects.filter(window=window.pk).first():
            return window, _whole(bytes(stored.secret))
        _end(window, Ending.LOST)
    raise RuntimeError(f"No key could be made for {campaign or 'the day'} on {day}")


def _whole(secret: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), secret, "sha256")


def _open(span: Span, campaign: str, day: dt.date) -> Window | None:
    """A new window with its key; None where another process was faster."""
    first, last = _days(span, campaign, day)
    number = uuid.uuid4()
    # The key first: a window that can be seen has one, or has lost it.
    SketchKey.objects.create(window=number, secret=secrets.token_bytes(32), born=day)
    try:
        with transaction.atomic(using=ALIAS):
            return Window.objects.create(pk=number, span=span, campaign=campaign, first=first, last=last)
    except IntegrityError:
        SketchKey.objects.filter(window=number).delete()
        return None


def _days(span: Span, campaign: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """The days of a new window: the campaign's own where they are few enough, else the financial quarter's."""
    if span is Span.DAY:
        return day, day
    page = CampaignPage.objects.filter(slug=campaign).first()
    if (
        page
        and page.starts
        and page.ends
        and page.starts <= day <= page.ends
        and (page.ends - page.starts).days < LONGEST
    ):
        first, last = page.starts, page.ends
    else:
        first = first_of_quarter(day)
        last = first_of_quarter(first + dt.timedelta(days=LONGEST + 3)) - dt.timedelta(days=1)
    # No day has two windows of a campaign: its dates may have been changed since the last one began.
    before = Window.objects.filter(span=span, campaign=campaign, last__lt=day).order_by("-last").first()
    after = Window.objects.filter(span=span, campaign=campaign, first__gt=day).order_by("first").first()
    if before:
        first = max(first, before.last + dt.timedelta(days=1))
    if after:
        last = min(last, after.first - dt.timedelta(days=1))
    lost = Window.objects.filter(
        span=span, campaign=campaign, first__lte=day, last__gte=day, ending=Ending.LOST
    )
    return (max(first, day) if lost.exists() else first), last


def retire() -> None:
    """End every window whose last day is over: numbers in place of sketches, then no key. For the minute's clock."""
    for window in Window.objects.filter(ended=None, last__lt=oldest_day()):
        if SketchKey.objects.filter(window=window.pk).exists():
            devices.measure(window)
            _end(window, Ending.SCHEDULE)
        else:
            _end(window, Ending.LOST)
    # Of a clock that was stopped between two steps, or a process between key and window.
    open_windows = set(Window.objects.filter(ended=None).values_list("pk", flat=True))
    strays = SketchKey.objects.exclude(window__in=open_windows).filter(born__lt=today())
    _forget(list(strays.values_list("window", flat=True)))
    _sweep()
    _erase()


def _sweep() -> None:
    """Delete what a process wrote at the very moment its key died: it is in no number, and nothing else would end it.

    Parts are asked for first: a window is there before its parts.
    """
    windows = set(SketchPart.objects.values_list("window", flat=True).distinct())
    running = set(Window.objects.filter(pk__in=windows, ended=None).values_list("pk", flat=True))
    if left := windows - running:
        SketchPart.objects.filter(window__in=left).delete()


def _end(window: Window, ending: Ending) -> None:
    _forget([window.pk])
    Window.objects.filter(pk=window.pk, ended=None).update(ended=today(), ending=ending)


def _forget(windows: list[uuid.UUID]) -> None:
    if windows:
        SketchKey.objects.filter(window__in=windows).delete()
        SketchPart.objects.filter(window__in=windows).delete()


def _erase() -> None:
    """Clear the disk of what was deleted: a deleted row would stay in its page until something else needs the room."""
    ended = list(Window.objects.filter(erased=None).exclude(ended=None).values_list("pk", flat=True))
    if not ended:
        return

    def clear() -> None:
        connection = connections[SKETCHES]
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                for model in (SketchKey, SketchPart):
                    cursor.execute(f"VACUUM FULL {connection.ops.quote_name(model._meta.db_table)}")
        Window.objects.filter(pk__in=ended).update(erased=today())

    transaction.on_commit(clear, using=SKETCHES)
