"""What staff say in the report: written by editors, read by analysts, with the history of each."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from campaigns.models import Annotation, CampaignPlan, ManualFigure
from tests.campaigns.report.conftest import QUARTER
from tests.campaigns.report.reading import page as report_page

pytestmark = pytest.mark.django_db

LISTS = ["reach_plans", "reach_elsewhere", "reach_annotations"]
PLAN = {
    "campaign": "one",
    "objective": "Young people know whom to ask.",
    "audience": "young-people",
    "budget": "4000",
    "currency": "gbp",
    "clicks_genuine": "20000",
}
FIGURE = {
    "measure": "people",
    "value": "2300000",
    "wording": "over 2.3 million",
    "source": "Annual report 2022-23, page 12",
    "first": "2026-07-01",
    "last": "2026-09-30",
}
NOTE = {"words": "Poster launch", "first": "2026-07-20", "last": "2026-07-20"}


def add(client, name: str, **values: str):
    return client.post(reverse(f"{name}:add"), values)


def test_an_editor_plans_a_campaign_once(editor, page):
    page("one")

    assert add(editor, "reach_plans", **PLAN).status_code == 302
    plan = CampaignPlan.objects.get()
    assert (plan.campaign, plan.currency, plan.clicks_genuine) == ("one", "GBP", 20000)
    assert plan.by.username == "Editors"

    again = add(editor, "reach_plans", **PLAN)
    assert again.status_code == 200
    assert "already exists" in again.content.decode()
    assert CampaignPlan.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("reach_plans", PLAN | {"campaign": "no-such"}, "Select a valid choice"),
        ("reach_plans", PLAN | {"currency": "£"}, "three letters"),
        ("reach_plans", PLAN | {"budget": "-1"}, "greater than or equal to 0"),
        ("reach_elsewhere", FIGURE | {"source": ""}, "This field is required"),
        ("reach_elsewhere", FIGURE | {"last": "2026-06-30"}, "before the first day"),
        ("reach_elsewhere", FIGURE | {"value": "many"}, "Enter a whole number"),
        ("reach_annotations", NOTE | {"last": "2026-07-01"}, "before the first day"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_was_typed(editor, page, name, values, reason):
    page("one")
    response = add(editor, name, **values)
    html = response.content.decode()

    assert response.status_code == 200
    assert reason in html
    assert (values.get("objective") or values.get("wording") or values["words"]) in html
    assert [model.objects.count() for model in (CampaignPlan, ManualFigure, Annotation)] == [0, 0, 0]


def test_a_figure_from_elsewhere_stands_in_the_report_with_its_source(editor, analyst):
    add(editor, "reach_elsewhere", **FIGURE)

    html = report_page(analyst, QUARTER)
    assert "over 2.3 million" in html
    assert "Annual report 2022-23, page 12" in html


def test_a_change_is_in_the_history_with_who_made_it(editor):
    add(editor, "reach_annotations", **NOTE)
    note = Annotation.objects.get()
    editor.post(reverse("reach_annotations:edit", args=[note.pk]), NOTE | {"words": "Half-term"})
    editor.post(reverse("reach_annotations:delete", args=[note.pk]))

    entries = ModelLogEntry.objects.order_by("pk")
    assert [(one.action, one.user.username) for one in entries] == [
        ("wagtail.create", "Editors"),
        ("wagtail.edit", "Editors"),
        ("wagtail.delete", "Editors"),
    ]


def test_the_history_is_a_page(editor):
    add(editor, "reach_annotations", **NOTE)
    address = reverse("reach_annotations:history", args=[Annotation.objects.get().pk])

    assert "Created" in editor.get(address).content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_an_analyst_reads_and_changes_nothing(editor, analyst, page, name):
    page("one")
    add(editor, name, **{"reach_plans": PLAN, "reach_elsewhere": FIGURE, "reach_annotations": NOTE}[name])
    model = {"reach_plans": CampaignPlan, "reach_elsewhere": ManualFigure, "reach_annotations": Annotation}[
        name
    ]
    one = model.objects.get()

    assert analyst.get(reverse(f"{name}:index")).status_code == 200
    assert analyst.get(reverse(f"{name}:inspect", args=[one.pk])).status_code == 200
    for verb in ("edit", "delete"):
        assert analyst.get(reverse(f"{name}:{verb}", args=[one.pk])).status_code == 302
        assert analyst.post(reverse(f"{name}:{verb}", args=[one.pk]), NOTE).status_code == 302
    assert analyst.get(reverse(f"{name}:add")).status_code == 302
    assert add(analyst, name, **NOTE).status_code == 302
    assert list(model.objects.values_list("pk", flat=True)) == [one.pk]


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_stand_below_the_report(name):
    assert reverse(f"{name}:index").startswith("/admin/reports/reach/")
