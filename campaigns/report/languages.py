"""Whom did we miss: arrivals by links in the area beside the people there who speak each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from campaigns.models import Channel
from campaigns.report.figures import COLUMNS, LANGUAGES, words
from campaigns.report.own import Ground, figures_of
from campaigns.report.query import Dimension
from campaigns.report.shape import Column, Panel, Type, Value
from campaigns.report.sums import ratio
from livesafe import languages as table

# What is put up, handed out or sent to a list here. A post is shown, and a message passed on, beyond any area; a
# card on our own pages is seen by whoever came to them.
LOCAL_CHANNELS = frozenset({Channel.POSTER, Channel.SCHOOL, Channel.PRESS, Channel.PARTNER, Channel.EMAIL})
EVIDENCE, NO_EVIDENCE = "arrivals counted", "no evidence of reach"

ARRIVALS = Column(
    "local_arrivals",
    "Arrivals by local links",
    definition=(
        "Genuine clicks on links whose channel is poster, school, press, partner or e-mail, which are put up or handed "
        "out in the area, by the language of the page. One person may arrive many times."
    ),
)
COLUMNS_OF_LANGUAGES = (
    Column("language", "Page language", Type.LABEL, "The language of the page, never the browser’s."),
    Column(
        "speakers",
        "Speakers here",
        definition=f"People in Leicester, Leicestershire and Rutland with this main language: {table.CENSUS}.",
    ),
    ARRIVALS,
    COLUMNS["visits"],
    Column(
        "per_1000",
        "Arrivals per 1,000 speakers",
        Type.RATIO,
        "Arrivals by local links in each thousand speakers. Arrivals, not people: never a share of them.",
        is_additive=False,
        of=("local_arrivals", "speakers"),
    ),
    Column("evidence", "Evidence", Type.TEXT, f"“{NO_EVIDENCE}”: nothing was counted. It doesn’t say that nobody was."),
)  # fmt: skip
COLUMNS_OF_HEAT = (
    COLUMNS_OF_LANGUAGES[0],
    Column("campaign", "Campaign", Type.LABEL, "The slug of the campaign’s page."),
    ARRIVALS,
    Column("speakers", "Speakers here", definition=COLUMNS_OF_LANGUAGES[1].definition, is_additive=False),
    COLUMNS_OF_LANGUAGES[4],
)
EMPTY = "Nobody arrived by a local link in this period."
FIELDS = ("source_id", "language", "kind", "verdict")


def languages(ground: Ground) -> Panel:
    """One query. Each of the site's languages has its row, also where nothing was counted; unless others were asked."""
    arrivals, visits = Counter[str](), Counter[str]()
    for language, _, n in _arrivals(ground):
        arrivals[language] += n
    for total in ground.totals(*FIELDS):
        if "visits" in figures_of(total["kind"], total["verdict"]):
            visits[total["language"]] += total["total"]
    has_counted = ground.has_counted(ground.query.period)
    rows = (
        _row(one, *((arrivals[one.code], visits[one.code]) if has_counted else (None, None)))
        for one in _asked(ground)
    )
    return Panel(
        name="languages",
        title="Languages: arrivals by local links, and evidence of reach",
        columns=COLUMNS_OF_LANGUAGES,
        rows=tuple(rows),
        notes=(
            f"Speakers: {table.CENSUS}. A person may speak several languages and has one main one.",
            "“No evidence of reach” says that nothing was counted, not that nobody was there to see a poster.",
        ),
        empty=" ".join(ground.left_out) or EMPTY,
        words={"language": LANGUAGES},
    )


def heat(ground: Ground) -> Panel:
    """The same query's arrivals, by language and campaign: each campaign of the question with each language."""
    found = Counter[tuple[str, str]]()
    for language, campaign, n in _arrivals(ground):
        found[language, campaign] += n
    campaigns = sorted({campaign for _, campaign in found})
    rows = (
        (one.code, campaign, n, one.speakers, ratio(n, one.speakers, times=1000, places="0.01"))
        for one in _asked(ground)
        for campaign in campaigns
        for n in [found[one.code, campaign]]
    )
    return Panel(
        name="heat",
        title="Arrivals by local links, by language and campaign",
        columns=COLUMNS_OF_HEAT,
        rows=tuple(rows),
        notes=(f"Speakers: {table.CENSUS}.",),
        empty=" ".join(ground.left_out) or EMPTY,
        words=words(ground),
    )


def _arrivals(ground: Ground) -> Iterator[tuple[str, str, int]]:
    """Language, campaign and number."""
    for total in ground.totals(*FIELDS):
        source = ground.sources.get(total["source_id"])
        if (
            source
            and source.channel in LOCAL_CHANNELS
            and "clicks_genuine" in figures_of(total["kind"], total["verdict"])
        ):
            yield total["language"], source.campaign, total["total"]


def _asked(ground: Ground) -> Iterator[table.Language]:
    asked = ground.query.values.get(Dimension.LANGUAGE)
    return (one for one in table.ALL if not ground.left_out and (asked is None or one.code in asked))


def _row(language: table.Language, arrivals: int | None, visits: int | None) -> tuple[Value, ...]:
    return (
        language.code,
        language.speakers,
        arrivals,
        visits,
        ratio(arrivals, language.speakers, times=1000, places="0.01"),
        EVIDENCE if arrivals else NO_EVIDENCE,
    )
