"""Campaigns, the sources that people reach them from, and the counts of what they did."""

from campaigns.models.campaign import CampaignPage
from campaigns.models.counts import (
    ACTIONS,
    OUTTAKES,
    AnyTally,
    Kind,
    MonthTally,
    QuarterTally,
    ReadTally,
    Tally,
    Tap,
)
from campaigns.models.devices import DeviceEstimate, Ending, SketchKey, SketchPart, Span, Window
from campaigns.models.rehearsal import Rehearsal, RehearsedSource, RehearsedTally
from campaigns.models.rules import RulesUsed
from campaigns.models.source import DIRECT, LOOK_ALIKES, UTM, Channel, Source

__all__ = [
    "ACTIONS",
    "DIRECT",
    "LOOK_ALIKES",
    "OUTTAKES",
    "UTM",
    "AnyTally",
    "CampaignPage",
    "Channel",
    "DeviceEstimate",
    "Ending",
    "Kind",
    "MonthTally",
    "QuarterTally",
    "ReadTally",
    "Rehearsal",
    "RehearsedSource",
    "RehearsedTally",
    "RulesUsed",
    "SketchKey",
    "SketchPart",
    "Source",
    "Span",
    "Tally",
    "Tap",
    "Window",
]
