"""What the JSON API takes and answers, for its description. The answer itself is `Report.as_data`, word for word."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from campaigns.models import CampaignPlan
from campaigns.period import EXAMPLES
from campaigns.report.query import USUAL, Audience, Dimension
from campaigns.report.shape import FEW, HIDDEN

Cell = int | str | None


class Asked(BaseModel):
    """The question. Lists may stand with commas or be repeated. A name that isn't here is refused."""

    model_config = ConfigDict(populate_by_name=True)

    period: str = Field("", description=f"{EXAMPLES}. Without it: {USUAL}.", examples=["2026-27-Q2"])
    first: str = Field("", alias="from", description="The first day, in place of a period.")
    last: str = Field("", alias="to", description="The last day, included.")
    by: list[str] = Field(
        [], description=f"Break down by any of {', '.join(Dimension)}; one of time at most."
    )
    campaign: list[str] = Field([], description="Only these campaigns, by their slugs.")
    channel: list[str] = Field([], description="Only these channels.")
    language: list[str] = Field([], description="Only pages in these languages.")
    source: list[str] = Field([], description="Only these links or placements, by their codes.")
    creative: list[str] = Field(
        [], description="Only links made for these creatives. Repeat it; commas are letters."
    )
    venue: list[str] = Field(
        [], description="Only links made for these places. Repeat it; commas are letters."
    )
    aimed_at: list[str] = Field(
        [], description=f"Only campaigns whose plan is for {', '.join(CampaignPlan.Audience.values)}."
    )
    kind: list[str] = Field(
        [],
        description="paid or organic: only those figures of platforms. Nothing that we count ourselves says so.",
    )
    audience: str = Field(
        "", description=f"{' or '.join(Audience)}: never wider than the token’s. Without it: the token’s."
    )

    @property
    def lists(self) -> dict[str, list[str]]:
        """As `Query.parse` takes it."""
        said = self.model_dump(by_alias=True)
        return {name: value if isinstance(value, list) else [value] for name, value in said.items()}


NAMES = tuple(field.alias or name for name, field in Asked.model_fields.items())


class Days(BaseModel):
    name: str = Field(description="2026-27-Q2, or both days where it is no whole unit.")
    first: str = Field(description="The first day, in London.")
    last: str = Field(description="The last day, included.")


class Doubt(BaseModel):
    guard: str = Field(description="Which of the guards.")
    words: str = Field(description="Why the headline can’t be true as it stands.")
    note: str | None = Field(description="What an analyst wrote that explains it; null: nobody yet.")


class Headline(BaseModel):
    sentence: str | None = Field(description="Ready to paste; null while it is withheld.")
    definition: str = Field(description="What its words mean. Print it with the sentence.")
    withheld: bool = Field(description="Whether a guard holds the sentence back.")
    doubts: list[Doubt] = Field(description="Print those that have a note with the sentence.")


class Column(BaseModel):
    name: str = Field(description="As in “columns”.")
    heading: str = Field(description="What the name says to people.")
    type: str = Field(description="label, text, count, money or ratio.")
    definition: str = Field(description="What it counts.")
    additive: bool = Field(description="Whether its values may be added up. Devices and ratios may not.")
    of: list[str] = Field(description="The columns that its value is made of, in the same row.")


class Panel(BaseModel):
    name: str = Field(description="“figures” is what you asked, broken down as you asked.")
    title: str = Field(description="What people call it.")
    columns: list[str] = Field(description="Their names, in their order.")
    rows: list[list[Cell]] = Field(
        description="A value for each column: money as a string; null for what nobody counted; for outside the VRN "
        f"“{FEW}” for 1 to 9 and “{HIDDEN}” for what would give one of those away."
    )
    notes: list[str] = Field(description="What else to know of it. Print them below the table.")
    empty: str = Field(description="What to say where there is no row.")
    dictionary: list[Column] = Field(description="What each column is.")
    words: dict[str, dict[str, str]] = Field(description="By column: what a label is called for people.")


class ReachReport(BaseModel):
    version: str = Field(
        alias="schema",
        description="Another one when a name or meaning changes. Panels and fields may be added without.",
    )
    query: str = Field(description="The question as it was understood, with the scope of the token.")
    audience: str = Field(description="vrn: every number. outside: small ones hidden, others rounded to 5.")
    period: Days = Field(description="The days it is about.")
    made: str = Field(description="The day on which it was made.")
    demo: bool = Field(description="Some of the figures were made up, for show.")
    provisional: bool = Field(description="A source is not yet complete, or the period has not ended.")
    headline: Headline = Field(description="The report in one sentence.")
    panels: list[Panel] = Field(description="The tables of the report.")
    how_we_counted: list[str] = Field(description="A paragraph each. Print it with the figures.")


class Problem(BaseModel):
    status: int
    error: str = Field(description="What is wrong, in words for people.")
