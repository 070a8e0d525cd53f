"""How we counted, in short: printed with every export, and on the report's page. docs/how-we-count.md has all of it."""

from __future__ import annotations

from typing import NamedTuple


class Point(NamedTuple):
    term: str  # What it explains; "" where that is everything.
    words: str

    def __str__(self) -> str:
        return f"{self.term}: {self.words}" if self.term else self.words


POINTS = (
    Point(
        "Acts, not people",
        "one person may act many times, and many people may share one device. No number here is a number of people "
        "unless it says so and names its source.",
    ),
    Point(
        "Seen on our pages",
        "at least half of a campaign’s card or banner was in view of an open tab for one second. Needs JavaScript.",
    ),
    Point(
        "Visits",
        "a person opened the campaign’s own page. A page that is loaded again is another visit. Needs JavaScript.",
    ),
    Point(
        "Clicks",
        "a link of ours to the campaign was followed, or an advertisement’s link with “utm_source” was opened. Two "
        "clicks on the same link are two clicks. Needs no JavaScript, but by “utm_source”.",
    ),
    Point(
        "Actions",
        "somebody made the promise, saved a file, shared the page or opened an outcome of a story.",
    ),
    Point(
        "Answers",
        "one tap from 1 to 5, before a story or after it. They are no actions. A mean is made of all answers, never "
        "of means.",
    ),
    Point(
        "Help taps and exits",
        "counted apart and more coarsely, by month and campaign and by quarter and language. They are no actions.",
    ),
    Point(
        "Gross and genuine",
        "gross is everything that was counted. Genuine leaves out crawlers, link previews, preloading, automation, "
        "what is not a browser, links fetched as a picture or frame, our own staff, floods from one address, codes "
        "that nobody made, links that have ended, and what one page load reported twice. All figures but those called "
        "gross are genuine only. It is general invalid traffic as the Media Rating Council has it, and no proof "
        "against deceit.",
    ),
    Point(
        "Not counted",
        "who asked not to be (Global Privacy Control, Do Not Track, our own switch) is in none, not even in gross.",
    ),
    Point(
        "Platforms’ figures",
        "what Instagram, TikTok and others say of themselves, from their own files. They stand beside our counts and "
        "are never added to them. A row that tells of days outside the period is left out, since no part of it can be "
        "told. What platforms call reach is their estimate of accounts, and is never added up.",
    ),
    Point(
        "Money",
        "what the platforms say was spent, in its own currency. Two currencies have no sum.",
    ),
    Point(
        "Changes, shares and costs",
        "made of the sums of a period, never of other ratios. A period that isn’t over is compared with as many days "
        "at the beginning of an earlier one.",
    ),
    Point(
        "Devices",
        "an estimate with bounds that hold the truth 95 times in a hundred, made in a way that keeps no list of "
        "devices. Devices are not people, and those of two rows may be the same: they are never added up.",
    ),
    Point(
        "Guards",
        "a headline that can hardly be true, such as more people than live in the area, is withheld until somebody "
        "has written why it may stand. That note is printed with it.",
    ),
    Point(
        "Small numbers",
        "outside the Violence Reduction Network 1 to 9 read “<10”, and other counts are rounded to 5.",
    ),
    Point(
        "Days",
        "a day is a day in London. Quarters and years are the UK’s financial ones. The language is the page’s.",
    ),
    Point(
        "Privacy",
        "no address, browser, name or time of day is stored with a figure, so none can be looked up.",
    ),
)


def how_we_counted() -> tuple[str, ...]:
    """A paragraph each."""
    return tuple(map(str, POINTS))
