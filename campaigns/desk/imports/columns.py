"""A table that nobody knows: its sender says what each column means, and it is kept for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from campaigns.ads import recognise, sniff
from campaigns.ads.layout import base
from campaigns.ads.mapping import Mapping
from campaigns.ads.shape import Platform, RefusedError
from campaigns.ads.sniff import Table
from campaigns.desk.imports.looking import content_of, show_refused
from campaigns.desk.imports.page import IMPORT, page, user_of
from campaigns.models import AdImport, AdMapping

SHOWN = 20  # Rows of a table.
SAMPLES = 3
PART = "by:"  # Before a dimension, so that it is told from a field.
LEFT = ("", "Nothing: leave it")
MEANINGS: list[tuple[str, list[tuple[str, str]]]] = [
    ("Figures", [
        ("impressions", "Impressions: how often it was shown"),
        ("reach", "Reach: accounts it was shown to"),
        ("link_clicks", "Clicks on the link to our page"),
        ("clicks_all", "All clicks, likes and taps included"),
        ("landing_page_views", "Landing page views"),
        ("video_views", "Video views"),
        ("frequency", "Frequency"),
        ("spend", "Spend"),
        ("currency", "Currency of the spend"),
    ]),
    ("Days", [
        ("day", "The day"),
        ("week", "The first day of the week"),
        ("month", "The month"),
        ("first", "The first day of a period"),
        ("last", "The last day of a period"),
    ]),
    ("What it is about", [
        ("campaign_name", "Campaign: name"),
        ("campaign_id", "Campaign: ID"),
        ("ad_set_name", "Ad set or group: name"),
        ("ad_set_id", "Ad set or group: ID"),
        ("ad_name", "Ad: name"),
        ("ad_id", "Ad: ID"),
        ("creative_name", "Post or film: name"),
        ("creative_id", "Post or film: ID"),
        ("account_name", "Account: name"),
        ("account_id", "Account: ID"),
        ("time_zone", "Time zone"),
    ]),
    ("Splits each figure by", [
        (f"{PART}{dimension}", dimension.capitalize())
        for dimension in ("age", "gender", "area", "country", "placement", "publisher", "network", "device",
                          "language", "hour", "station")
    ]),
]  # fmt: skip
CHOICES: list[Any] = [LEFT, *MEANINGS]


class ColumnsForm(forms.Form):
    """What the columns of one table mean."""

    name = forms.CharField(
        label="Keep it under this name",
        max_length=80,
        help_text="What you call the source, such as “Radio Leicester, monthly list”. An earlier one of that name "
        "is replaced; what was imported with it stays.",
    )
    platform = forms.ChoiceField(
        label="Whose figures are these?", choices=[(str(one), one.label) for one in Platform], initial="other"
    )
    kind = forms.ChoiceField(
        label="Paid for?", choices=[("paid", "Paid: advertising"), ("organic", "Organic: our own posts")]
    )
    dates = forms.ChoiceField(
        label="3/4/2026 is",
        required=False,
        choices=[("", "settled by the file"), ("dmy", "3 April (UK)"), ("mdy", "4 March (US)")],
    )

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = headings
        suggested = {column: field for field, column in recognise.suggest(headings).items()}
        for index, heading in enumerate(headings):
            if heading:
                self.fields[f"column-{index}"] = forms.ChoiceField(
                    label=heading, required=False, choices=CHOICES, initial=suggested.get(heading, "")
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        columns: dict[str, tuple[str, ...]] = {}
        breakdowns: dict[str, str] = {}
        for index, heading in enumerate(self.headings):
            meaning = cleaned.get(f"column-{index}", "")
            name = base(heading)[0]
            if meaning.startswith(PART):
                breakdowns[name] = meaning.removeprefix(PART)
            elif meaning in columns:
                self.add_error(f"column-{index}", "Another column means this already. Choose one of them.")
            elif meaning:
                columns[meaning] = (name,)
        try:
            self.mapping = Mapping(
                platform=Platform(cleaned["platform"]),
                columns=columns,
                breakdowns=breakdowns,
                kind=cleaned["kind"],
                dates=cleaned["dates"] or None,
            )
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(IMPORT)
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """`table` and `row` say which table of the file, and which of its rows has the headings."""
    imported = get_object_or_404(AdImport, pk=number, state=AdImport.State.PREVIEWED)
    try:
        tables = sniff.tables(content_of(imported))
    except RefusedError as refused:
        return show_refused(request, imported, refused, None, 200)
    usual = max(range(len(tables)), key=lambda index: max(tables[index].widths, default=0))
    chosen = _number(request.GET.get("table"), usual, len(tables))
    table = tables[chosen]
    row = _number(request.GET.get("row"), _headings(table), min(SHOWN, len(table.rows)))
    form = ColumnsForm(
        request.POST or None, headings=table.rows[row], initial={"name": imported.mapping_name}
    )
    if request.method == "POST" and form.is_valid():
        name, mapping = form.cleaned_data["name"], form.mapping.as_json()
        AdMapping.objects.update_or_create(name=name, defaults={"mapping": mapping, "by": user_of(request)})
        imported.mapping, imported.mapping_name = mapping, name
        imported.save()
        return redirect("imports:one", number)
    return page(
        request,
        "columns",
        f"What the columns of {imported} mean",
        status=422 if form.is_bound else 200,
        imported=imported,
        form=form,
        about=[form[name] for name in ("name", "platform", "kind", "dates")],
        meanings=[(form[f"column-{index}"], _samples(table, row, index)) for index, heading in
                  enumerate(table.rows[row]) if heading],
        tables=[(index, one.sheet or one.format) for index, one in enumerate(tables)],
        chosen=chosen,
        row=row,
        top=[(index, cells) for index, cells in enumerate(table.rows[:SHOWN])],
    )  # fmt: skip


def _number(text: str | None, usual: int, below: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and int(text) < below else usual


def _headings(table: Table) -> int:
    """The row that is likely to hold the headings: the first of the fullest, without figures."""
    rows = table.rows[: recognise.WITHIN]
    words = [sum(not any(map(str.isdigit, cell)) for cell in row if cell) for row in rows]
    return max(range(len(rows)), key=lambda index: (words[index], -index), default=0)


def _samples(table: Table, row: int, index: int) -> list[str]:
    below = (cells[index] for cells in table.rows[row + 1 :][:SHOWN] if index < len(cells) and cells[index])
    return list(dict.fromkeys(below))[:SAMPLES]
