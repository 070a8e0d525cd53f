"""The reach report in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from campaigns import exports, reach
from campaigns.evidence import evidence
from campaigns.period import Period
from campaigns.reach import Dimension

PERMISSION = "campaigns.view_tally"
BREAKDOWNS = [(name.value, name.value.capitalize()) for name in Dimension if not name.is_time]
UNITS = [("", "no"), *((name.value, name.value) for name in Dimension if name.is_time)]

# `impressions` are our own placements; an ad platform's are another figure altogether.
HEADINGS = {
    "impressions": "Seen on our pages",
    "visits": "Visits",
    "clicks_gross": "Clicks, gross",
    "clicks_genuine": "Clicks, genuine",
    "actions": "Actions",
}


def _date_field(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class QueryForm(forms.Form):
    """The question, as the address asks it: `from`, `to`, and `by` any number of times."""

    by = forms.MultipleChoiceField(
        label="Broken down by", choices=BREAKDOWNS, required=False, widget=forms.CheckboxSelectMultiple
    )
    over = forms.ChoiceField(label="A row for each period?", choices=UNITS, required=False)

    period: Period
    dimensions: list[Dimension]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # `from` is a word of Python's own.
        self.fields = {"from": _date_field("From"), "to": _date_field("To")} | self.fields

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.dimensions = reach.parse_dimensions([*cleaned.get("by", []), cleaned.get("over", "")])
        if "from" in cleaned and "to" in cleaned:
            try:
                self.period = Period(cleaned["from"], cleaned["to"])
            except ValueError as error:
                raise forms.ValidationError(str(error)) from error
        return cleaned


@require_safe
@permission_required(PERMISSION)
def reach_report(request: HttpRequest) -> HttpResponse:
    """The report as a page or, with `format=csv`, as a file; the address is the question."""
    usual = Period.this_quarter()
    asked = request.GET.copy()
    asked.setdefault("from", usual.first.isoformat())
    asked.setdefault("to", usual.last.isoformat())
    form = QueryForm(asked)
    if not form.is_valid():
        return render(
            request,
            "campaigns/reach_report.html",
            {"form": form, "breadcrumbs_items": BREADCRUMBS, "header_title": "Reach", "header_icon": "view"},
        )
    rows = reach.reach(form.period, by=form.dimensions)
    if asked.get("format") == "csv":
        return _file(exports.as_csv(rows, form.dimensions), form.period)
    names = reach.columns(form.dimensions)
    asked["format"] = "csv"
    context = {
        "form": form,
        "period": form.period,
        "headings": [HEADINGS.get(name, name.capitalize()) for name in names],
        "rows": rows,
        "csv_query": asked.urlencode(),
        "evidence": evidence(form.period),
        "breadcrumbs_items": BREADCRUMBS,
        "header_title": "Reach",
        "header_icon": "view",
    }
    return render(request, "campaigns/reach_report.html", context)


BREADCRUMBS = [{"url": "", "label": "Reach"}]


def _file(text: str, period: Period) -> HttpResponse:
    name = f"livesafe-reach-{period.first}-{period.last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
