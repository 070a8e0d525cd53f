"""Tables that need no wizard, though nobody vouches for their columns: LinkedIn, X, and organic insights."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from campaigns.ads.layout import Columns, Layout
from campaigns.ads.mapping import Mapping
from campaigns.ads.shape import Platform


def linkedin_levels(header: Collection[str]) -> Columns:
    """What was a campaign group is a campaign since 2026, and what was a campaign is an ad set."""
    is_old = "campaign group name" in header or "campaign group id" in header
    if is_old and not {"ad set name", "ad set id"} & {*header}:
        campaign, ad_set = "campaign group", "campaign"
    else:
        campaign, ad_set = "campaign", "ad set"
    return {
        "campaign_id": (f"{campaign} id",),
        "campaign_name": (f"{campaign} name",),
        "ad_set_id": (f"{ad_set} id",),
        "ad_set_name": (f"{ad_set} name",),
    }


LINKEDIN = Layout(
    platform=Platform.LINKEDIN,
    fingerprints=frozenset(
        {"start date (in utc)", "total social actions", "average cpm", "viral impressions"}
    ),
    columns={
        "account_name": ("account name",),
        "ad_id": ("ad id",),
        "ad_name": ("ad name", "creative name"),
        "day": ("start date (in utc)",),
        "impressions": ("impressions",),
        "reach": ("reach",),
        "frequency": ("average frequency",),
        "link_clicks": ("clicks to landing page",),
        "clicks_all": ("clicks",),
        "video_views": ("video views",),
        "spend": ("total spent",),
        "currency": ("currency",),
    },
    others=frozenset(
        {"click through rate", "average cpc", "total engagements", "campaign status", "cost type"}
    ),
    levels=linkedin_levels,
    dated_first_day=True,
)

X = replace(
    Mapping(
        platform=Platform.X,
        columns={
            "account_name": ("Account name",),
            "campaign_id": ("Campaign ID", "ID"),
            "campaign_name": ("Campaign name", "Campaign"),
            "ad_set_id": ("Ad group ID",),
            "ad_set_name": ("Ad group name",),
            "ad_id": ("Ad ID",),
            "ad_name": ("Ad name",),
            "day": ("Time period", "Time", "Date"),
            "impressions": ("Impressions",),
            "reach": ("Reach",),
            "link_clicks": ("Link clicks",),
            "clicks_all": ("Clicks",),
            "video_views": ("Video views",),
            "spend": ("Spend",),
            "currency": ("Currency",),
        },
    ).layout,
    fingerprints=frozenset({"billed engagements", "card engagements", "media engagements"}),
    others=frozenset({"engagements", "campaign url", "reposts", "retweets", "replies", "likes", "favorites"}),
)


def _organic(
    platform: Platform, columns: dict[str, tuple[str, ...]], fingerprints: set[str], others: set[str]
) -> Layout:
    mapped = Mapping(platform=platform, columns=columns, kind="organic")
    return replace(mapped.layout, fingerprints=frozenset(fingerprints), others=frozenset(others))


META_ORGANIC = _organic(
    Platform.META,
    {
        "account_id": ("Page ID", "Account ID"),
        "account_name": ("Page name", "Account name", "Account username"),
        "creative_id": ("Post ID",),
        "creative_name": ("Title", "Description", "Permalink"),
        "day": ("Date",),
        "impressions": ("Impressions", "Views"),
        "reach": ("Reach",),
        "link_clicks": ("Link clicks",),
        "clicks_all": ("Total clicks",),
        "video_views": ("3-second video views",),
    },
    {"post type", "data comment"},
    {"publish time", "permalink", "likes", "shares", "comments", "saves", "follows"},
)
TIKTOK_ORGANIC = _organic(
    Platform.TIKTOK,
    {
        "creative_id": ("Video link",),
        "creative_name": ("Video title",),
        "video_views": ("Total views", "Video views"),
    },
    {"total play time", "watched full video"},
    {"post time", "total likes", "total comments", "total shares", "average watch time"},
)
YOUTUBE_ORGANIC = _organic(
    Platform.GOOGLE,
    {
        "creative_id": ("Content", "Video"),
        "creative_name": ("Video title",),
        "day": ("Date", "Day"),
        "impressions": ("Impressions",),
        "video_views": ("Views",),
    },
    {"watch time (hours)", "impressions click-through rate (%)"},
    {"video publish time", "duration", "subscribers", "average view duration"},
)
X_ORGANIC = _organic(
    Platform.X,
    {
        "creative_id": ("Post id", "Tweet id"),
        "creative_name": ("Post text", "Tweet text"),
        "impressions": ("Impressions",),
        "link_clicks": ("URL Clicks",),
    },
    {"detail expands", "url clicks"},
    {"post link", "likes", "engagements", "bookmarks", "new follows", "replies", "reposts", "profile visits"},
)

PRESETS: dict[str, Layout] = {
    "linkedin": LINKEDIN,
    "x": X,
    "meta-organic": META_ORGANIC,
    "tiktok-organic": TIKTOK_ORGANIC,
    "youtube-organic": YOUTUBE_ORGANIC,
    "x-organic": X_ORGANIC,
}
