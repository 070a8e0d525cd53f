"""The public addresses of the report. None has a language; all but the API's own page open by a secret alone."""

from django.urls import path, re_path

from campaigns.report.access import about, shares
from campaigns.report.access.api import api, nothing_here

urlpatterns = [
    path("api/", about.about, name="api_about"),
    path("api/", api.urls),
    re_path(r"^api/(?P<rest>.*)$", nothing_here),
    path("shared/reach/<str:secret>/", shares.page, name="shared_reach"),
    path("shared/reach/<str:secret>/<slug:form>/", shares.file, name="shared_reach_file"),
    path("shared/reach/<str:secret>/chart/<slug:name>.svg", shares.chart, name="shared_reach_chart"),
]
