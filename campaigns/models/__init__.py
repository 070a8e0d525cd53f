"""Campaigns, the sources that people reach them from, and the counts of what they did."""

from campaigns.models.ads import AdCampaign, AdImport, AdMapping, AdUpload, PlatformRow
from campaigns.models.campaign import CampaignPage
from campaigns.models.counts import (
    ACTIONS,
    OUTTAKES,
    AnyTally,
    Kind,
    MonthSum,
    MonthTally,
    QuarterTally,
    ReadTally,
    SummedMonth,
    Tally,
    Tap,
)
from campaigns.models.devices import DeviceEstimate, Ending, SketchKey, SketchPart, Span, Window
from campaigns.models.rehearsal import Rehearsal, RehearsedSource, RehearsedTally
from campaigns.models.report import (
    Annotation,
    CampaignPlan,
    FrozenReport,
    GuardNote,
    MailSchedule,
    ManualFigure,
    ReachToken,
    SavedView,
    ShareLink,
    TokenUse,
)
from campaigns.models.rules import RulesUsed
from campaigns.models.source import DIRECT, LOOK_ALIKES, UTM, Channel, Source

__all__ = [
    "ACTIONS",
    "DIRECT",
    "LOOK_ALIKES",
    "OUTTAKES",
    "UTM",
    "AdCampaign",
    "AdImport",
    "AdMapping",
    "AdUpload",
    "Annotation",
    "AnyTally",
    "CampaignPage",
    "CampaignPlan",
    "Channel",
    "DeviceEstimate",
    "Ending",
    "FrozenReport",
    "GuardNote",
    "Kind",
    "MailSchedule",
    "ManualFigure",
    "MonthSum",
    "MonthTally",
    "PlatformRow",
    "QuarterTally",
    "ReachToken",
    "ReadTally",
    "Rehearsal",
    "RehearsedSource",
    "RehearsedTally",
    "RulesUsed",
    "SavedView",
    "ShareLink",
    "SketchKey",
    "SketchPart",
    "Source",
    "Span",
    "SummedMonth",
    "Tally",
    "Tap",
    "TokenUse",
    "Window",
]
