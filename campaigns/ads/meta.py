"""Meta Ads Manager (Facebook and Instagram): ISO days, the currency in a column's name, a total without a name."""

from __future__ import annotations

from campaigns.ads.layout import Layout, Line
from campaigns.ads.shape import Platform

LINK_CLICKS = frozenset({"actions:link_click", "link_click", "link clicks"})


def clicks_among_results(line: Line) -> tuple[str, str]:
    """*Results* are what a campaign was bought for: clicks on links only where the indicator says so."""
    indicator = line.column("result indicator") or line.column("result type")
    if indicator.casefold() in LINK_CLICKS:
        return line.column("results"), f"Results ({indicator})"
    return "", ""


LAYOUT = Layout(
    platform=Platform.META,
    fingerprints=frozenset({"reporting starts", "reporting ends"}),
    columns={
        "account_id": ("account id",),
        "account_name": ("account name",),
        "campaign_id": ("campaign id",),
        "campaign_name": ("campaign name",),
        "ad_set_id": ("ad set id",),
        "ad_set_name": ("ad set name",),
        "ad_id": ("ad id",),
        "ad_name": ("ad name",),
        "creative_id": ("ad creative id", "creative id"),
        "creative_name": ("ad creative name", "creative name"),
        "day": ("day",),
        "week": ("week",),
        "month": ("month",),
        "first": ("reporting starts",),
        "last": ("reporting ends",),
        "impressions": ("impressions",),
        "reach": ("reach",),
        "frequency": ("frequency",),
        "link_clicks": ("link clicks",),
        "clicks_all": ("clicks (all)",),
        "landing_page_views": ("landing page views",),
        "video_views": ("3-second video plays", "thruplays"),
        "spend": ("amount spent",),
        "currency": ("currency",),
    },
    breakdowns={
        "age": "age",
        "gender": "gender",
        "country": "country",
        "region": "region",
        "dma region": "area",
        "platform": "publisher",
        "publisher platform": "publisher",
        "placement": "placement",
        "platform device": "device",
        "device platform": "device",
        "impression device": "device",
        "device": "device",
        "time of day (ad account time zone)": "hour",
        "time of day (viewer's time zone)": "hour, viewer's",
    },
    others=frozenset(
        {
            "results", "result indicator", "cost per results", "ad delivery", "campaign delivery", "ends",
            "ad set delivery", "ad set budget", "ad set budget type", "attribution setting", "bid", "bid type",
            "quality ranking", "ctr (all)", "outbound clicks", "last significant edit", "objective",
            "ctr (link click-through rate)",
        }
    ),
    clicks=clicks_among_results,
)  # fmt: skip
