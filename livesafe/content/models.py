"""The pages of the site. How their translations are kept is translations/columns.py; how campaigns count, campaigns/."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from livesafe.content import directory
from livesafe.content.images import SafeImage, SafeRendition
from livesafe.content.page import BasePage
from livesafe.content.records import ContentVersion, Reminder, Tick, Withdrawn
from livesafe.content.support import SupportService

# Models that Django finds through this module, and the page that others derive from.
__all__ = [
    "BasePage",
    "ContentVersion",
    "Reminder",
    "SafeImage",
    "SafeRendition",
    "SupportService",
    "Tick",
    "Withdrawn",
]


class HomePage(BasePage):
    kind = "home"
    template = "content/home_page.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    edit_handler = BasePage.tabs()


class AudiencePage(BasePage):
    """The shelf of one group of readers."""

    class Audience(models.TextChoices):
        YOUNG_PEOPLE = "young_people", "Young people"
        PARENTS = "parents", "Parents and carers"
        PROFESSIONALS = "professionals", "Professionals"

    kind = "audience"
    template = "content/audience_page.html"
    audience = models.CharField(max_length=13, choices=Audience)
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    edit_handler = BasePage.tabs(FieldPanel("audience"))


class TopicPage(BasePage):
    """Advice on one subject, such as a friend in trouble or scams online."""

    kind = "topic"
    template = "content/topic_page.html"
    parent_page_types: ClassVar[list[str]] = ["content.AudiencePage", "content.TopicPage"]
    subpage_types: ClassVar[list[str]] = ["content.TopicPage"]
    edit_handler = BasePage.tabs()

    @property
    def gaps(self) -> list[str]:
        kinds = [block.block_type for block in self.body_en]
        return [
            *([] if kinds[:1] == ["short_version"] else ["Begin with a short version."]),
            *([] if "do_now" in kinds else ["Say what to do now."]),
        ]


class ResourcePage(BasePage):
    """Something to use: a referral route, a kit."""

    kind = "resource"
    template = "content/resource_page.html"
    parent_page_types: ClassVar[list[str]] = ["content.AudiencePage"]
    subpage_types: ClassVar[list[str]] = []
    edit_handler = BasePage.tabs()


class HelpPage(RoutablePageMixin, BasePage):
    """The one page for a person who needs help now, and the directory below it."""

    kind = "help"
    template = "content/help_page.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.PlainPage"]
    edit_handler = BasePage.tabs()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.keeping(
            super().serve(request, *args, **kwargs)
        )  # A routable page's serve() calls no other.

    @path("services/", name="services")
    def services(self, request: HttpRequest) -> HttpResponse:
        """The directory with its filters. What was asked for is in nobody's cache and in no log."""
        form, services = directory.look_up(request.GET)
        response = self.render(
            request,
            template="content/directory.html",
            context_overrides={"form": form, "services": services, "here": "help/services"},
        )
        if request.GET:
            response.headers["Cache-Control"] = "no-store"
        return response


class PlainPage(BasePage):
    """About the site, a shelf of campaigns, and whatever else is just words."""

    kind = "plain"
    template = "content/plain_page.html"
    parent_page_types: ClassVar[list[str]] = ["content.HomePage", "content.HelpPage", "content.PlainPage"]
    subpage_types: ClassVar[list[str]] = ["content.PlainPage", "campaigns.CampaignPage"]
    edit_handler = BasePage.tabs()
