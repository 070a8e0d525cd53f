"""TikTok Ads Manager: XLSX, a total somewhere, the days often in the file's name alone."""

from __future__ import annotations

from campaigns.ads.layout import Layout
from campaigns.ads.shape import Platform

LAYOUT = Layout(
    platform=Platform.TIKTOK,
    fingerprints=frozenset(
        {
            "clicks (destination)", "primary status", "by day", "stat time day", "cost per 1,000 people reached",
            "2-second video views", "6-second video views", "ad group primary status", "ctr (destination)",
        }
    ),
    columns={
        "account_id": ("account id", "advertiser id"),
        "account_name": ("account name", "advertiser name"),
        "campaign_id": ("campaign id",),
        "campaign_name": ("campaign name",),
        "ad_set_id": ("ad group id",),
        "ad_set_name": ("ad group name",),
        "ad_id": ("ad id",),
        "ad_name": ("ad name",),
        "creative_id": ("video id", "creative id"),
        "creative_name": ("creative name",),
        "day": ("by day", "date", "stat time day", "day", "by hour", "stat time hour"),
        "week": ("by week",),
        "month": ("by month",),
        "impressions": ("impressions", "impression"),
        "reach": ("reach",),
        "frequency": ("frequency",),
        "link_clicks": ("clicks (destination)",),
        "clicks_all": ("clicks (all)",),
        "landing_page_views": ("landing page views", "total landing page view"),
        "video_views": ("video views", "2-second video views", "6-second video views"),
        "spend": ("cost", "spend", "total cost"),
        "currency": ("currency",),
        "time_zone": ("time zone", "account time zone"),
    },
    breakdowns={
        "age": "age",
        "gender": "gender",
        "country/region": "country",
        "country or region": "country",
        "region": "region",
        "placement": "placement",
        "operating system": "system",
        "device brand": "device",
        "language": "language",
    },
    others=frozenset(
        {
            "cpm", "ctr (all)", "cpc (destination)", "conversions", "cpa", "cost per conversion", "results",
            "cost per result", "paid likes", "video views at 25%", "video views at 50%", "video views at 75%",
            "video views at 100%", "average play time per user", "average play time per video view",
        }
    ),
    unclear={
        "clicks": "The column “Clicks” doesn't say which clicks it counts, so it is kept but not reported. "
        "Export “Clicks (destination)”.",
    },
)  # fmt: skip
