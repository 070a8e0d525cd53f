"""Campaigns, the sources that people reach them from, and the counts of what they did."""

from campaigns.models.campaign import CampaignPage
from campaigns.models.counts import (
    ACTIONS,
    AnyTally,
    Kind,
    MonthTally,
    QuarterTally,
    ReadTally,
    Tally,
    Tap,
)
from campaigns.models.source import DIRECT, UTM, Channel, Source

__all__ = [
    "ACTIONS",
    "DIRECT",
    "UTM",
    "AnyTally",
    "CampaignPage",
    "Channel",
    "Kind",
    "MonthTally",
    "QuarterTally",
    "ReadTally",
    "Source",
    "Tally",
    "Tap",
]
