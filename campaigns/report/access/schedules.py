"""Reports that go out by mail when a week, month or quarter has ended: once to each address.

At seven in the morning of the next day in London. After an outage only the last period that ended is sent. Whoever sends
takes the schedule for a while first, so that two clocks send one mail; who was reached is written down after each address,
so that a try after a failure reaches the others alone.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from campaigns.models import MailSchedule
from campaigns.period import LONDON, UNITS, Period, today
from campaigns.report import build
from campaigns.report.access import letter
from campaigns.report.query import Audience, Query

HOUR = 7  # By then yesterday's keys are dead and their estimates stand.
TAKEN_FOR = dt.timedelta(minutes=15)  # Longer than any sending; after it another clock may try.
LONGEST_WAIT = dt.timedelta(days=1)
logger = logging.getLogger(__name__)


def send_due() -> None:
    """Send what is due; a chore of the clock. Raises nothing: what failed is kept with its schedule."""
    for schedule, period in due():
        if _take(schedule):
            _deliver(schedule, period)


def due() -> Iterator[tuple[MailSchedule, Period]]:
    """The schedules whose period has ended and isn't sent, also those that somebody is sending now."""
    for schedule in MailSchedule.objects.filter(is_active=True):
        period = ended(schedule)
        if schedule.sent_for != period.name:
            yield schedule, period


def ended(schedule: MailSchedule) -> Period:
    """The last period whose mail has had its hour."""
    now = dt.datetime.now(LONDON)
    day = now.date() if now.hour >= HOUR else now.date() - dt.timedelta(days=1)
    return Period.of(day, UNITS[schedule.every]).before


def begin(schedule: MailSchedule) -> None:
    """Let a schedule that is new, changed or was stopped wait for the end of a period, not send the last one now."""
    schedule.sent_for = ended(schedule).name
    schedule.failed, schedule.tries, schedule.next_try = "", 0, None


def question(schedule: MailSchedule, period: Period) -> Query:
    """What a schedule asks of a period; raises ValueError where it makes no sense any more."""
    query = Query.of(schedule.query, audience=Audience(schedule.audience))
    return query.during(period)


def send_now(schedule: MailSchedule, address: str) -> Period:
    """Send the last period's report to one address, as a look at what the others get. Raises what the mail raises."""
    period = Period.of(today(), UNITS[schedule.every]).before
    message = letter.write(schedule.name, build.report(question(schedule, period)))
    message.to = [address]
    message.send()
    return period


def addresses(schedule: MailSchedule) -> list[str]:
    return schedule.recipients.split()


def waiting(schedule: MailSchedule, period: Period) -> list[str]:
    """The addresses that the period's report hasn't reached."""
    return [one for one in addresses(schedule) if schedule.sent_to.get(one) != period.name]


def _take(schedule: MailSchedule) -> bool:
    """Whether it is ours to send for the next minutes. The database decides between two who ask at once."""
    now = timezone.now()
    free = Q(next_try=None) | Q(next_try__lte=now)
    same = {"pk": schedule.pk, "sent_for": schedule.sent_for, "is_active": True}
    taken = MailSchedule.objects.filter(free, **same).update(next_try=now + TAKEN_FOR)
    return bool(taken)


def _deliver(schedule: MailSchedule, period: Period) -> None:
    schedule.refresh_from_db()  # Somebody may have sent a part of it since we looked.
    try:
        failed = _send(schedule, period)
    except Exception as error:  # Whatever it was, the clock's other schedules go on.
        logger.exception("The report of schedule %s could not be made", schedule.pk)
        failed = [f"The report could not be made: {_words(error)}"]
    if failed:
        wait = min(TAKEN_FOR * 2 ** min(schedule.tries, 10), LONGEST_WAIT)
        changes = {
            "failed": "\n".join(failed),
            "tries": schedule.tries + 1,
            "next_try": timezone.now() + wait,
        }
    else:
        changes = {"failed": "", "tries": 0, "next_try": None, "sent_for": period.name}
    MailSchedule.objects.filter(pk=schedule.pk).update(**changes)


def _send(schedule: MailSchedule, period: Period) -> list[str]:
    """Send to whom it hasn't reached yet. Gives why it didn't reach an address, in words."""
    left = waiting(schedule, period)
    if not left:
        return []
    message = letter.write(schedule.name, build.report(question(schedule, period)))
    # An address that was taken out is forgotten here too.
    reached = {one: name for one, name in schedule.sent_to.items() if one in addresses(schedule)}
    failed = []
    for address in left:
        message.to = [address]
        try:
            message.send()
        except (OSError, ValueError) as error:  # The other addresses still get theirs.
            logger.warning("The report of schedule %s did not go out to an address", schedule.pk)
            failed.append(f"{address}: {_words(error)}")
            continue
        reached[address] = period.name
        MailSchedule.objects.filter(pk=schedule.pk).update(sent_to=reached)
    return failed


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
