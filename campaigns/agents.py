"""What sends a user agent: people's browsers first, then the names that programs give themselves.

Two sources of names: the list of crawler-user-agents, pinned, without the names that flag people; and
patterns of our own for what it has not met yet. The tests hold both to a thousand browsers of people.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.metadata import version

from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from campaigns.verdict import Verdict

LIST = f"crawler-user-agents {version('crawler-user-agents')}"
LONGEST = 1000  # Characters; the longest of an app's browser are half of it. The rest is not looked at.
SHORTEST = 30  # "Mozilla/5.0" alone is a script that pretends.
START = 3  # Letters that names of the list are found by; none is shorter.
REMEMBERED = 20_000  # Agents, with their verdicts alone.

# TikTok opens landing pages ahead of a tap, under this name.
PRELOADER = re.compile(r"thirdLandingPageFeInfra")
AUTOMATION = re.compile(
    r"Headless[A-Z]|PhantomJS|SlimerJS|CasperJS|Electron/|[Ss]elenium|[Pp]uppeteer|[Pp]laywright|Cypress/"
    r"|Prerender|wkhtmlto|splash Version/|Ghost Inspector|Rendertron|WebDriver"
)
# People: the browsers inside apps. Lists of bots name some of them.
IN_APP = re.compile(
    r"^Mozilla/5\.0 \((?:Linux|iPhone|iPad|iPod|Macintosh|Windows NT)\b(?!.*(?:[Bb]ot\b|https?:)).*?"
    r"(?:BytedanceWebview|musical_ly_|trill_\d|Snapchat/\d|Instagram \d|Barcelona \d|FBAN/|FBAV/|FB_IAB/|MetaIAB"
    r"|\[Pinterest/|Twitter(?:Android| for )|LinkedInApp|MicroMessenger/|\bLine/\d|\bViber/\d|WhatsApp/\d"
    r"|\bGSA/\d|Telegram-Android/|DuckDuckGo/\d|Ddg/|KAKAOTALK|Tumblr/\d|Flipboard/\d)"
)
# Text browsers: some who cannot see prefer them, and none of them says Mozilla.
TEXT = re.compile(r"(?:Lynx|w3m|E?Links)[/ ]")
LINK_PREVIEW = re.compile(
    r"facebookexternalhit|facebookcatalog|[Ff]acebot|meta-externalfetcher|Twitterbot|^WhatsApp/|^Viber|^Tumblr/"
    r"|^Line/|TelegramBot|Slackbot|Slack-ImgProxy|Discordbot|LinkedInBot|SkypeUri|Snap URL Preview"
    r"|redditbot|Embedly|Iframely|bitlybot|[Ll]ink ?-?[Pp]review|[Uu]nfurl|kakaotalk-scrap|Cardyb"
    r"|Mastodon/|[Oo]pen ?[Gg]raph|GoogleImageProxy|YahooMailProxy|github-camo|developers\.google\.com/\+"
)
# These two are asked of the agent in small letters, which is twice as fast as ignoring case.
LIBRARY = re.compile(
    r"^(?:curl|wget2?|java|php|ruby|perl|python|node|deno|bun|dart|go-http|okhttp|axios|got|undici|lua|http)\b"
    r"|python|libwww|httpclient|http_client|httpurlconnection|guzzle|aiohttp|\bhttpx|node-fetch|superagent|okhttp"
    r"|\bresty|\breqwest|\bhyper/|winhttp|powershell|cfnetwork/|^dalvik/|indy library|jsoup|htmlunit|\blavf/"
    r"|\bvlc/|postman|insomnia|httrack|youtube-dl|yt-dlp|aria2|webzip|webcopier"
)
CRAWLER = re.compile(
    # A Cubot is a telephone.
    r"(?<!cu)bot(?:s?\b|[_\d])|crawl|spider|slurp|scrap(?:er|y|ing)|archiver|heritrix|harvest|fetcher|indexer"
    r"|monitor(?:ing|/|-)|uptime|health-?check|pingdom|probe/|check_|checker|checklink|validator|lighthouse|page ?speed"
    r"|gtmetrix|webpagetest|\bptst/|speedcurve|scanner|\bscan\b|nuclei|zgrab|masscan|nmap|sqlmap|nikto|\brss|feed"
    r"|podcast|favicon|thumbnail|screenshot|preview|embedder|unfurler|seo\b|\baudit|survey|research|\bsearch[-.]"
    r"|google-[a-z]|-google|google(?:other|producer| favicon)|statuscake|newrelic|datadog|site24x7|catchpoint"
    r"|\b(?:chatgpt|claude|anthropic|perplexity|cohere|openai|gptbot|mistralai)"
    # A browser names no address to write to, and calls itself compatible only where it is very old.
    r"|https?://|www\.|[\w-]@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}|\+[\w.-]+\.(?:com|org|net|io)"
    r"|\bcompatible; ?(?!msie \d|konqueror/)\+?[a-z]"
)
BROWSER = re.compile(r"(?:Mozilla/[45]\.0|Opera/\d\.\d+|UCWEB/\d\.\d) \(")

SAYS_WHERE_FROM = {"Chrome": 80, "Firefox": 90, "Version": 16.4}  # The last is Safari's.

# Names in the list that people's browsers carry: a build of Android that many makers ship, Facebook's own browser,
# and apps whose browser and whose preview share a name. LINK_PREVIEW has the previews, by how they begin.
DENIED = {r"AP3A\.240617\.008", "MetaIAB Facebook", "Viber", "WhatsApp", r"Tumblr\/"}
_VERDICTS = {
    "social-preview": Verdict.LINK_PREVIEW,
    "browser-automation": Verdict.AUTOMATION,
    "http-library": Verdict.NOT_A_BROWSER,
}


@lru_cache(maxsize=REMEMBERED)
def sender(agent: str) -> Verdict:
    """The verdict on an agent, `genuine` where it is a person's browser; shorten it to LONGEST before."""
    if PRELOADER.search(agent):
        return Verdict.PRELOAD
    if AUTOMATION.search(agent):
        return Verdict.AUTOMATION
    if IN_APP.search(agent) or TEXT.match(agent):
        return Verdict.GENUINE
    if LINK_PREVIEW.search(agent):
        return Verdict.LINK_PREVIEW
    small = agent.lower()
    if LIBRARY.search(small):
        return Verdict.NOT_A_BROWSER
    if listed := _listed(agent):
        return listed
    if CRAWLER.search(small):
        return Verdict.CRAWLER
    return Verdict.GENUINE if _is_browser(agent) else Verdict.NOT_A_BROWSER


@lru_cache(maxsize=REMEMBERED)
def says_where_it_comes_from(agent: str) -> bool:
    """Whether a browser of this kind and age sends Sec-Fetch-Site; Safari before 16.4, say, does not.

    Apps are not held to it: some fetch pages by a way of their own.
    """
    if IN_APP.search(agent):
        return False
    return any(
        (found := re.search(rf"\b{name}/(\d+\.\d+)", agent)) is not None and float(found[1]) >= first
        for name, first in SAYS_WHERE_FROM.items()
    )


def _is_browser(agent: str) -> bool:
    return len(agent) >= SHORTEST and BROWSER.match(agent) is not None


def _listed(agent: str) -> Verdict | None:
    by_start, patterns = names()
    found = {
        verdict
        for start in {agent[at : at + START] for at in range(len(agent))} & by_start.keys()
        for name, verdict in by_start[start]
        if name in agent
    }
    found.update(verdict for pattern, verdict in patterns if pattern.search(agent))
    # An agent with a particular name as well as a general one is what the particular one says.
    return min(found - {Verdict.CRAWLER} or found, default=None)


def fingerprint() -> str:
    """Changes with any pattern, so that a version of the rules can't be forgotten."""
    patterns = (PRELOADER, AUTOMATION, IN_APP, TEXT, LINK_PREVIEW, LIBRARY, CRAWLER, BROWSER)
    rules = [*(pattern.pattern for pattern in patterns), *sorted(DENIED), str(SAYS_WHERE_FROM)]
    return blake2b("\n".join(rules).encode(), digest_size=3).hexdigest()


@cache
def names() -> tuple[dict[str, list[tuple[str, Verdict]]], list[tuple[re.Pattern[str], Verdict]]]:
    """The list, its plain names by how they start: five times as fast as all of them as patterns."""
    by_start: dict[str, list[tuple[str, Verdict]]] = defaultdict(list)
    patterns = []
    for entry in CRAWLER_USER_AGENTS_DATA:
        if (pattern := entry["pattern"]) in DENIED:
            continue
        verdict = next((_VERDICTS[tag] for tag in entry["tags"] if tag in _VERDICTS), Verdict.CRAWLER)
        name = re.sub(r"\\(\W)", r"\1", pattern)
        if _is_plain(pattern):
            by_start[name[:START]].append((name, verdict))
        else:
            patterns.append((re.compile(pattern), verdict))
    return by_start, patterns


def _is_plain(pattern: str) -> bool:
    """Whether a pattern matches itself and nothing else, apart from backslashes before what needs none."""
    return len(pattern) >= START and not re.search(r"[\^$.|?*+()\[\]{}]|\\\w", re.sub(r"\\\W", "", pattern))
