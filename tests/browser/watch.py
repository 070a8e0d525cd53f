"""What a browser sees a page do, beside what the page shows."""

import re
from importlib.resources import files

from playwright.sync_api import BrowserContext, Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
# Off by default in axe, and needed by a thumb.
OPTIONS = {"rules": {"target-size": {"enabled": True}}}


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
    page.wait_for_load_state()
    page.evaluate(AXE)
    found = page.evaluate("options => axe.run(document, options)", OPTIONS)
    return [
        f"{violation['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def without_scripts(context: BrowserContext) -> BrowserContext:
    """Let no script arrive. Unlike a browser with JavaScript off, such a page can still be examined."""
    context.route(re.compile(r"\.js(\?|$)"), lambda route: route.abort())
    return context
