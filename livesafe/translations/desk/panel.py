"""What waits for a person, on the first page of the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef
from wagtail.admin.ui.components import Component

from livesafe.languages import Language
from livesafe.translations import roles
from livesafe.translations.board import board, totals
from livesafe.translations.desk.answers import number_waiting
from livesafe.translations.desk.coverage import edit_url, mine
from livesafe.translations.models import Comment, LiveSegment
from livesafe.translations.steps import steps

FIRST = 5
# Of a person: how many things wait, what they are called, and the address at which they are shown.
Waiting = Callable[[Any], tuple[int, str, str]]

_others: list[Waiting] = []


def also(waiting: Waiting) -> None:
    """Something else waits for staff; the app that owns it says so."""
    _others.append(waiting)


class ToDo(Component):
    """The next things to do in a person's languages, and how much waits in each. A fixed number of queries."""

    order = 60
    template_name = "translations/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        own = mine(user)
        if not own:
            return {"mine": ()}
        approves = roles.approves_in(user)
        rows = board(own).rows
        waiting = steps(rows, approves=approves)
        return {
            "mine": own,
            "totals": totals(rows, own),
            "steps": waiting[:FIRST],
            "more": max(len(waiting) - FIRST, 0),
            "said": _said(own),
            "came_in": number_waiting(user),
            "others": [waits for other in _others if (waits := other(user))[0]],
            "edit_url": edit_url(),
        }


def _said(own: tuple[Language, ...]) -> int:
    """How many remarks on texts of today nobody has settled: the editor shows no others."""
    codes = [language.code for language in own]
    place = {name: OuterRef(name) for name in ("object_key", "path", "source_hash")}
    today = Exists(LiveSegment.objects.filter(**place))
    return Comment.objects.filter(today, language__in=codes, settled_at=None).count()
