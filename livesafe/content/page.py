"""What every page has in common. How its translations are kept is translations/columns.py."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.models import Page

from livesafe import languages
from livesafe.content import analytics
from livesafe.content.blocks import BodyBlock, campaign_of
from livesafe.content.effect import EffectPanel, PageForm
from livesafe.content.panels import ReadingAgePanel
from livesafe.translations.columns import StreamField, TranslatedPage, WordsField
from livesafe.translations.desk.stamps import StampsPanel
from livesafe.translations.models import Standing
from livesafe.translations.project import columns_of
from livesafe.translations.segments import Policy
from livesafe.translations.told import unpack

RESERVED = languages.CODES | {
    "admin",
    "documents",
    "static",
    "media",
    "search",
    "go",
    "c",
    "leave",
    "healthz",
    "readyz",
    "dont-count",
    "review",
    "reads-wrong",
    "api",
    "shared",
}
KEEP = "public, max-age=30, stale-while-revalidate=30, stale-if-error=86400"


class BasePage(TranslatedPage):
    """What every page has: English words with their translations, and how careful the site is with it."""

    class Release(models.TextChoices):
        LABEL = "label", "Label: show a machine's words with a plain notice"
        BOTH = "both", "Both: show the English with a machine's words beside it"
        HOLD = "hold", "Hold: show English until a person approved the translation"

    translated: ClassVar[tuple[str, ...]] = ("headline", "summary", "neutral_title", "made_with", "body")

    headline = WordsField(help_text="What readers see on top of the page.")
    summary = WordsField(help_text="One sentence, for lists and search engines.")
    neutral_title = WordsField(
        blank=True,
        help_text="Sensitive pages only: what a browser's tab and a shared link say in place of the headline.",
    )
    made_with = WordsField(blank=True, help_text="Who made this page with us, as they agreed to be named.")
    body = StreamField(BodyBlock(), blank=True)
    sensitive = models.BooleanField(
        default=False,
        help_text="Not kept by the browser, neutral in tabs and links, without campaigns, sharing, feedback or analytics.",
    )
    release_policy = models.CharField("translations", max_length=5, choices=Release, default=Release.LABEL)

    class Meta:
        abstract = True

    kind: ClassVar[str] = ""

    words_panels: ClassVar[list[Any]] = [
        TitleFieldPanel("title", help_text="The page's name for staff. Readers see the headline."),
        FieldPanel("headline_en", widget=forms.TextInput),
        FieldPanel("summary_en", widget=forms.Textarea(attrs={"rows": 2})),
        ReadingAgePanel(),
        StampsPanel(),
        FieldPanel("body_en"),
        FieldPanel("made_with_en", widget=forms.TextInput),
        EffectPanel(heading="What publishing does to the translations"),
    ]
    base_form_class = PageForm
    care_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("sensitive"),
                FieldPanel("neutral_title_en", widget=forms.TextInput),
                FieldPanel("release_policy"),
            ],
            "Care",
        )
    ]

    @classmethod
    def tabs(cls, *more: Any) -> TabbedInterface:
        return TabbedInterface(
            [
                ObjectList([*cls.words_panels, *more], heading="English"),
                ObjectList([*cls.care_panels, FieldPanel("slug"), *Page.settings_panels], heading="Settings"),
            ]
        )

    @property
    def policy(self) -> Policy:
        return self.release_policy  # type: ignore[return-value]

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED and self.get_parent() and self.get_parent().depth <= 2:
            raise ValidationError(
                {"slug": f"“{self.slug}” is an address of the site itself. Choose another."}
            )
        if self.sensitive:
            if not self.neutral_title_en:
                raise ValidationError(
                    {"neutral_title_en": "A sensitive page needs a title that gives nothing away."}
                )
            if any(campaign_of(block) for block in self.body_en or ()):
                raise ValidationError({"body_en": "A sensitive page carries no campaign."})

    # What readers get ----------------------------------------------------------

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "notice": self.notice,
            "is_older": self.is_older,
            "asks_for_analytics": self.asks_for_analytics(request),
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = self.keeping(super().serve(request, *args, **kwargs))
        response.asks_for_analytics = self.asks_for_analytics(request)  # type: ignore[attr-defined]  # HeadersMiddleware asks.
        return response

    def asks_for_analytics(self, request: HttpRequest) -> bool:
        return not getattr(request, "is_dummy", False) and self._may_ask_for_analytics

    @cached_property
    def _may_ask_for_analytics(self) -> bool:
        """Asked by the page's answer and by its template, and of the database once."""
        return analytics.may_ask(self)

    def keeping(self, response: HttpResponse) -> HttpResponse:
        """Say on an answer who may keep it, and for how long."""
        if self.sensitive:
            # Not in the browser's cache, nor behind its Back button; a minute at the edge is nobody's history.
            response.headers["Cache-Control"] = "no-store"
            response.headers["CDN-Cache-Control"] = "public, max-age=60"
        else:
            response.headers.setdefault("Cache-Control", KEEP)
        return response

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """How much of the page each language has, by code; one query for all."""
        return {row.language: row for row in Standing.objects.filter(object_key=self.object_key)}

    def is_translated(self, code: str) -> bool:
        """Whether anything of the page can be read in the language; English always can."""
        return code == languages.SOURCE.code or (
            code in self.standings and self.standings[code].state != "english"
        )

    @property
    def notice(self) -> str:
        """What readers of the active language are told: english, partly (the rest by people), mixed (the rest by a
        machine), machine, or nothing."""
        code = translation.get_language() or languages.SOURCE.code
        if code == languages.SOURCE.code:
            return ""
        standing = self.standings.get(code)
        state = standing.state if standing else "english"
        if state == "partly" and standing and standing.drafts:
            return "mixed"
        return "" if state == "reviewed" else state

    @property
    def is_older(self) -> bool:
        """Whether readers of the active language get texts that a minor edit of the English left as they were."""
        standing = self.standings.get(translation.get_language() or languages.SOURCE.code)
        return standing is not None and standing.older > 0

    def url_in(self, code: str, request: HttpRequest | None = None, *, full: bool = False) -> str:
        with translation.override(code):
            return str((self.get_full_url(request) if full else self.get_url(request)) or "")

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """One address a language in which the page can be read, each naming the others. Sensitive pages are listed too:
        a scared person must be able to find them."""
        codes = [language.code for language in languages.ALL if self.is_translated(language.code)]
        alternates = [
            {"location": self.url_in(code, request, full=True), "lang_code": code} for code in codes
        ]
        default = {"location": alternates[0]["location"], "lang_code": "x-default"}
        lastmod = self.last_published_at or self.latest_revision_created_at
        return [
            {"location": alternate["location"], "lastmod": lastmod, "alternates": [*alternates, default]}
            for alternate in alternates
        ]

    @property
    def gaps(self) -> list[str]:
        """What the page lacks before readers may see it, in words for editors."""
        return []

    # What editors get ----------------------------------------------------------

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [("" if code == languages.SOURCE.code else code, name) for code, name in settings.LANGUAGES]

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: Any = None,
    ) -> HttpResponse:
        with translation.override(
            preview_mode or languages.SOURCE.code
        ):  # The request's path, and so its language.
            return super().make_preview_request(original_request, preview_mode, extra_request_attrs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft's English with the translations there are, as the language's readers would get it."""
        if mode_name in languages.CODES:
            columns, standing = columns_of(self, languages.get(mode_name))
            for name, value in columns.items():
                setattr(self, name, unpack(value) if isinstance(value, str) else value)
            self.standings = {mode_name: standing}
        return super().serve_preview(request, mode_name)
