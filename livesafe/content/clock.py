"""What happens each minute: `manage.py tick` calls the chores that the settings list."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string

from livesafe.content.models import Reminder, Tick
from livesafe.content.support import SupportService, shown
from livesafe.translations.models import Unfinished

logger = logging.getLogger(__name__)
REMIND_BEFORE = (30, 7, 0)  # Days.
TASKS_KEPT = 14  # Days after a background task has ended.
TYPED_KEPT = timedelta(
    days=90
)  # Words that somebody typed for a translation and neither saved nor threw away.


def tick() -> list[str]:
    """Run every chore, each on its own: one that fails stops no other. Returns the names of those that failed."""
    failed = []
    for name in settings.CHORES:
        try:
            import_string(name)()
        except Exception:  # Whatever it was: the other chores must run.
            logger.exception("The chore %s failed", name)
            failed.append(name)
    Tick.objects.update_or_create(pk=1, defaults={"ran_at": timezone.now()})
    return failed


def publish_scheduled() -> None:
    call_command("publish_scheduled")


def remind_of_checks() -> None:
    """Mail staff 30, 7 and 0 days before a service's check is due. The service stays shown."""
    for service in shown():
        due_on = service.check_due_on
        passed = [
            before for before in REMIND_BEFORE if due_on and (due_on - timezone.localdate()).days <= before
        ]
        if due_on is None or not passed:
            continue
        # Only the nearest: a clock that stood still for a month sends one mail, not three.
        _, is_new = Reminder.objects.get_or_create(service=service, due_on=due_on, days_before=min(passed))
        if is_new and settings.STAFF_EMAILS:
            remind(service, min(passed))


def remind(service: SupportService, days: int) -> None:
    when = f"in {days} days" if days else "now"
    send_mail(
        f"Check {service.name}: due {when}",
        f"{service.name} was last checked on {service.last_verified:%d %B %Y}. Please ring or open it, then change the "
        f"date here: {settings.BASE_URL}/admin/snippets/content/supportservice/edit/{service.pk}/\n\n"
        "Readers still see it, with the day on which it was last checked.",
        None,
        settings.STAFF_EMAILS,
    )


def purge() -> None:
    """Forget what has had its time: ended sessions, reminders of last year, results of tasks, words long left typed."""
    call_command("prune_db_task_results", queue_name="*", min_age_days=TASKS_KEPT, verbosity=0)
    Unfinished.objects.filter(typed_at__lt=timezone.now() - TYPED_KEPT).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    Reminder.objects.filter(due_on__lt=timezone.localdate() - timedelta(days=365)).delete()
