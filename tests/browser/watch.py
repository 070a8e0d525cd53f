"""What a browser sees a page do, beside what the page shows."""

import re
from collections.abc import Callable
from importlib.resources import files

from playwright.sync_api import BrowserContext, Page, Response

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
# Off by default in axe, and needed by a thumb.
OPTIONS = {"rules": {"target-size": {"enabled": True}}}
# From the top, whatever was scrolled: further down Wagtail's header lies over what has just been scrolled below it, and
# axe takes a link that is half covered for one that is half as high. And in its last colours: between two axe would
# measure neither.
AT_REST = """
async () => {
  await document.fonts.ready;
  for (const one of document.querySelectorAll("*")) one.scrollTo({ top: 0, behavior: "instant" });
  for (;;) {
    const slow = document.getAnimations().filter((one) => one instanceof CSSTransition);
    if (slow.length === 0) return;
    for (const one of slow) one.finish();  // What inherits its colour may only begin now.
  }
}
"""


class Watch:
    """Collects what a page must not do. Begin before the page opens its first address."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.errors: list[str] = []
        self.strangers: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.note(message.type, message.text))
        page.on("request", lambda request: self.visit(request.url, origin))

    def note(self, kind: str, text: str) -> None:
        """A refusal of the content security policy is told as an error too."""
        if kind == "error":
            self.errors.append(text)

    def visit(self, url: str, origin: str) -> None:
        if not url.startswith((f"{origin}/", "data:", "blob:")):
            self.strangers.append(url)


def is_wider_than_the_screen(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def inline_code(html: str) -> list[str]:
    """Scripts, styles and handlers that stand in the HTML itself."""
    return re.findall(r"<style\b|<script\b(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=", html)


def faults(page: Page) -> list[str]:
    """What axe-core finds, each with the element it stands on. Needs JavaScript to be on."""
    return examine(page, None, OPTIONS)


def faults_within(page: Page, selector: str) -> list[str]:
    """What axe-core finds in what is ours of an admin page; the menu and the header are Wagtail's."""
    return examine(page, selector, {})


def examine(page: Page, selector: str | None, options: dict[str, object]) -> list[str]:
    page.wait_for_load_state()
    page.evaluate(AT_REST)
    page.evaluate(AXE)
    found = page.evaluate("([within, options]) => axe.run(within ?? document, options)", [selector, options])
    return [
        f"{violation['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def answer_to(kind: str) -> Callable[[Response], bool]:
    """The last answer to an act of this kind: a 503 says that nothing was counted, and the page sends the act again."""
    return lambda answer: (
        answer.url.endswith("/c/")
        and answer.status != 503
        and f'"kind":"{kind}"' in (answer.request.post_data or "")
    )


def wait_until_told(page: Page) -> None:
    """Have the page ask for one thing more: whatever it asked for before has been told by then."""
    page.evaluate("fetch('/robots.txt').then((answer) => answer.text())")


def without_scripts(context: BrowserContext) -> BrowserContext:
    """Let no script arrive. Unlike a browser with JavaScript off, such a page can still be examined."""
    context.route(re.compile(r"\.js(\?|$)"), lambda route: route.abort())
    return context
