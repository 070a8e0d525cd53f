"""Makes a site with one campaign, a link to it, a page beside it and help. Run by itself, on a database of its own."""

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    for alias in settings.DATABASES:
        if alias == "default" or settings.TALLIES_SEPARATE:
            call_command("migrate", database=alias, verbosity=0, interactive=False)

    call_command("collectstatic", verbosity=0, interactive=False)

    from django.contrib.auth.models import User
    from wagtail.models import Page, Site

    from campaigns.models import CampaignPage, Source
    from livesafe.content.models import HelpPage, HomePage, PlainPage
    from livesafe.languages import get
    from livesafe.translations import review
    from tests.faults.serving import EDITOR, PASSWORD, UNSAFE

    def publish(page: Page, below: Page) -> Page:
        page.headline_en = page.summary_en = page.title
        below.add_child(instance=page)
        page.save_revision().publish()
        return page

    home = HomePage.objects.first() or publish(
        HomePage(title="LiveSafe", slug="livesafe"), Page.get_first_root_node()
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    publish(HelpPage(title="Get help", slug="help", sensitive=True, neutral_title_en="LiveSafe"), home)
    shelf = publish(PlainPage(title="Drives", slug="drives"), home)
    publish(CampaignPage(title="Be kind", slug="be-kind", pledge_en="I will be kind."), shelf)
    Source.objects.create(code="pstr2", campaign="be-kind", channel="poster", venue="Library")
    review.store_engine(shelf, get("gu"), [(shelf.segments()[0], UNSAFE)], "A machine")
    User.objects.create_superuser(EDITOR, password=PASSWORD)
