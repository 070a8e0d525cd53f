"""Pages by languages: what readers get, what is left to do, and what to do first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from livesafe import languages
from livesafe.languages import Language
from livesafe.translations import roles
from livesafe.translations.board import Row, board, totals
from livesafe.translations.desk.answers import number_waiting
from livesafe.translations.steps import steps, waits

FIRST = 3  # Next things that the page names.

Keep = Callable[[Row], bool]
SHOW = {
    "": "Everything",
    "mine": "What waits for me",
    "critical": "Safety-critical",
    "outdated": "Outdated",
    "unsafe": "Said to be unsafe",
    "draft": "With a draft to prepare",
}


class Filters(forms.Form):
    section = forms.ChoiceField(required=False)
    language = forms.ChoiceField(required=False)
    show = forms.ChoiceField(required=False, choices=list(SHOW.items()))

    def __init__(self, *args: Any, sections: Sequence[tuple[str, str]], own: Sequence[Language]) -> None:
        super().__init__(*args)
        self.fields["section"].choices = [("", "All sections"), *sections]  # type: ignore[attr-defined]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", "All languages"),
            *((language.code, language.name) for language in own),
        ]


def show(request: HttpRequest) -> HttpResponse:
    """The coverage page. A wrong filter is no filter."""
    own = roles.languages_of(request.user)
    if not own:
        raise PermissionDenied
    everything = board(own)
    form = Filters(request.GET, sections=everything.sections, own=own)
    form.is_valid()
    chosen = form.cleaned_data
    targets = tuple(language for language in own if chosen.get("language", "") in {"", language.code})
    approves = roles.approves_in(request.user)
    keep = _keeps(chosen.get("show", ""), approves, mine(request.user))
    rows = [
        _narrowed(row, targets) for row in everything.rows if chosen.get("section", "") in {"", row.section}
    ]
    rows = [row for row in rows if keep(row)]
    return render(
        request,
        "translations/coverage.html",
        {
            "form": form,
            "rows": rows,
            "targets": targets,
            "totals": totals(rows, targets),
            "steps": steps(rows, approves=approves)[:FIRST],
            "edit_url": edit_url(),
            "came_in": number_waiting(request.user),
            "sees_all": len(own) == len(languages.TARGETS),
        },
    )


def edit_url() -> tuple[str, ...]:
    """The address of the editor in three parts, between which a key and a language go: three thousand look-ups less."""
    before, rest = reverse("translations:edit", args=["KEY", "xx"]).split("KEY")
    between, after = rest.split("xx")
    return before, between, after


def _narrowed(row: Row, targets: Sequence[Language]) -> Row:
    row.cells = [cell for cell in row.cells if cell.language in targets]
    return row


def mine(user: roles.Person) -> tuple[Language, ...]:
    """The languages given to a person; all that they may see, where none was."""
    own = roles.languages_of(user)
    given = roles.given(user)
    return tuple(language for language in own if not given or language in given)


def _keeps(wanted: str, approves: Sequence[Language], own: Sequence[Language]) -> Keep:
    match wanted:
        case "mine":
            return lambda row: (
                row.is_live and any(cell.language in own and waits(cell, approves) for cell in row.cells)
            )
        case "critical":
            return lambda row: row.is_critical
        case "outdated":
            return lambda row: any(cell.standing.outdated for cell in row.cells)
        case "unsafe":
            return lambda row: any(cell.standing.unsafe for cell in row.cells)
        case "draft":
            return lambda row: row.has_draft
    return lambda row: True
