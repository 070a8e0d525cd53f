"""Google Ads and YouTube: two lines before the header, several totals at the end, UTF-16 as “Excel .csv”."""

from __future__ import annotations

import re

from campaigns.ads.layout import Layout
from campaigns.ads.shape import Platform

LAYOUT = Layout(
    platform=Platform.GOOGLE,
    fingerprints=frozenset({"impr.", "trueview views", "avg. cpv", "viewable impr.", "avg. cpm", "avg. cpc"}),
    columns={
        "account_id": ("customer id", "account id"),
        "account_name": ("account", "account name"),
        "campaign_id": ("campaign id",),
        "campaign_name": ("campaign",),
        "ad_set_id": ("ad group id",),
        "ad_set_name": ("ad group",),
        "ad_id": ("ad id",),
        "ad_name": ("ad name",),
        "creative_name": ("video title", "video"),
        "day": ("day",),
        "week": ("week",),
        "month": ("month",),
        "impressions": ("impr.",),
        "reach": ("unique users",),
        "frequency": ("avg. impr. freq. / user",),
        "link_clicks": ("clicks",),
        "video_views": ("trueview views", "video views", "views"),
        "spend": ("cost",),
        "currency": ("currency code", "currency"),
        "time_zone": ("time zone",),
    },
    breakdowns={
        "device": "device",
        "network": "network",
        "network (with search partners)": "network",
        "ad network type": "network",
        "age": "age",
        "gender": "gender",
        "household income": "income",
        "parental status": "parental status",
        "location": "area",
        "country/territory": "country",
        "country/territory (user location)": "country",
        "region": "region",
        "region (user location)": "region",
        "city": "city",
        "city (user location)": "city",
        "postcode": "postcode",
        "hour of the day": "hour",
        "day of the week": "weekday",
        "search term": "search term",
        "search keyword": "keyword",
        "keyword": "keyword",
        "match type": "match type",
        "search terms match type": "match type",
        "where ads showed": "placement",
        "placement": "placement",
    },
    others=frozenset(
        {
            "interactions", "avg. cost", "conversions", "cost / conv.", "conv. rate", "ctr", "campaign status",
            "campaign type", "budget", "avg. cpc", "avg. cpm", "viewable impr.", "view rate", "video view rate",
            "cost (converted currency)",
        }
    ),
    totals=re.compile(r"total\s*:.*|(grand )?totals?", re.IGNORECASE),
    unclear={
        "cost (converted currency)": "The column “Cost (Converted currency)” doesn't say into which currency; "
        "it is kept but not reported. Export “Cost” and “Currency code”.",
    },
    forbidden={
        "click type": "A report by click type counts an impression once for each type. Export it without.",
    },
)  # fmt: skip
