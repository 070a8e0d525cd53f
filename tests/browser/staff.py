"""Staff at their desk: those who log in to the admin."""

from playwright.sync_api import BrowserContext, Page

from tests.browser.running import PASSWORD, Site


def log_in(site: Site, context: BrowserContext, *, name: str = "admin") -> Page:
    page = context.new_page()
    page.goto(f"{site.url}/admin/login/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[type=submit]").click()
    page.wait_for_url(f"{site.url}/admin/")
    return page


def hire(site: Site, name: str, *, group: str) -> str:
    """Make an account that may do what its group may, and no more."""
    site.manage(
        "shell",
        "-c",
        "from django.contrib.auth.models import Group, User; "
        f"user = User.objects.create_user({name!r}, password={PASSWORD!r}); "
        f"user.groups.add(Group.objects.get(name={group!r}))",
    )
    return name


COUNT_SNAPSHOTS = """
window.starts = window.snapshots = 0;
addEventListener("w-unsaved:ready", () => (starts += 1));
addEventListener("w-unsaved:watch-edits", () => (snapshots += 1));
"""


def open_page_editor(site: Site, page: Page, slug: str) -> None:
    """Open a page's editor, and wait until it saves by itself what is typed.

    Wagtail compares the form with how it stood two seconds after each start of its script: what is typed before that is
    no change to it.
    """
    found = f"from wagtail.models import Page; print(Page.objects.get(slug={slug!r}).pk)"
    number = site.manage("shell", "-c", found).split()[-1]
    page.add_init_script(COUNT_SNAPSHOTS)
    page.goto(f"{site.url}/admin/pages/{number}/edit/")
    page.wait_for_function("() => starts && snapshots >= starts")
