"""Which database holds what."""

import pytest

from campaigns.models import CampaignPage, MonthTally, QuarterTally, ReadTally, Source, Tally
from campaigns.router import TalliesRouter

ROUTER = TalliesRouter()


def homes(label: str, model: str | None = None) -> list[str]:
    return [db for db in ("default", "tallies") if ROUTER.allow_migrate(db, label, model)]


@pytest.mark.parametrize("model", [Tally, ReadTally, MonthTally, QuarterTally])
def test_tallies_are_in_a_database_of_their_own(settings, model):
    settings.TALLIES_SEPARATE = True

    assert homes("campaigns", model._meta.model_name) == ["tallies"]
    assert ROUTER.db_for_write(model) == ROUTER.db_for_read(model) == "tallies"


@pytest.mark.parametrize("model", [CampaignPage, Source])
def test_campaigns_and_sources_are_with_the_pages(settings, model):
    settings.TALLIES_SEPARATE = True

    assert homes("campaigns", model._meta.model_name) == ["default"]
    assert ROUTER.db_for_write(model) is None


def test_nothing_else_is_made_beside_the_tallies(settings):
    settings.TALLIES_SEPARATE = True

    assert homes("auth", "user") == homes("wagtailcore") == ["default"]


def test_in_one_database_the_tables_are_made_once(settings):
    settings.TALLIES_SEPARATE = False

    assert homes("campaigns", "tally") == homes("auth", "user") == ["default"]
    assert ROUTER.db_for_write(Tally) == "tallies"
