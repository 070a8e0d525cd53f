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
