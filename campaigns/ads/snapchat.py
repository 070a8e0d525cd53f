"""Snapchat Ads Manager: no currency anywhere, clicks that were swipes, periods that end at midnight."""

from __future__ import annotations

from campaigns.ads.layout import Layout
from campaigns.ads.shape import Platform

LAYOUT = Layout(
    platform=Platform.SNAPCHAT,
    fingerprints=frozenset(
        {
            "paid impressions", "paid ecpm", "swipe ups", "swipe up rate", "ecpsu", "ad squad name", "paid reach",
            "2 second video views", "avg view time millis",
        }
    ),
    columns={
        "account_id": ("ad account id", "account id"),
        "account_name": ("ad account name", "account name"),
        "campaign_id": ("campaign id",),
        "campaign_name": ("campaign name",),
        "ad_set_id": ("ad set id", "ad squad id"),
        "ad_set_name": ("ad set name", "ad squad name"),
        "ad_id": ("ad id",),
        "ad_name": ("ad name",),
        "creative_id": ("creative id",),
        "creative_name": ("creative name",),
        "day": ("day", "date"),
        "week": ("week",),
        "month": ("month",),
        "first": ("start time", "start date"),
        "last": ("end time", "end date"),
        "impressions": ("paid impressions", "impressions"),
        "reach": ("paid reach", "reach"),
        "frequency": ("paid frequency", "frequency"),
        "link_clicks": ("clicks", "swipe ups"),
        "landing_page_views": ("landing page views",),
        "video_views": ("2 second video views", "video views"),
        "spend": ("amount spent", "spend"),
        "currency": ("currency", "ad account currency"),
        "time_zone": ("time zone", "ad account time zone"),
    },
    breakdowns={
        "age": "age",
        "age bucket": "age",
        "gender": "gender",
        "country": "country",
        "region": "region",
        "dma": "area",
        "operating system": "system",
        "os": "system",
        "make": "device",
        "placement": "placement",
        "interest category": "interest",
        "hour": "hour",
    },
    others=frozenset(
        {
            "ecpc", "click rate", "purchases", "cost per purchase", "ad active status", "ad type", "video completions",
            "15 second video views", "total impressions", "purchase roas", "purchases value",
        }
    ),
    ends_at_midnight=True,
)  # fmt: skip
