"""The whole address space."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from campaigns import objection
from livesafe import health, views
from livesafe.content import analytics, media
from livesafe.translations import reads_wrong, reviewing

urlpatterns = [
    path("", include("campaigns.urls")),
    path("leave", views.leave, name="leave"),
    path("review/<str:secret>/", reviewing.review, name="review"),
    path("", include("campaigns.report.access.urls")),
    path("analytics.js", analytics.script, name="analytics"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("robots.txt", views.robots),
    path("sitemap.xml", sitemap),
    path(".well-known/security.txt", views.security),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media.serve),
    # English has no prefix; an address that somebody made up by analogy still arrives.
    re_path(r"^en/+(?P<rest>[^/\\].*)?$", views.without_prefix),
    *i18n_patterns(
        path("dont-count/", objection.choose, name="objection"),
        path("reads-wrong/<uuid:key>/", reads_wrong.ask, name="reads_wrong"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

handler404 = "livesafe.views.not_found"
handler500 = "livesafe.views.failed"
