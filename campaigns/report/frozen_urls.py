"""The addresses of frozen reports, below /admin/reports/reach/frozen/."""

from django.urls import path

from campaigns.report import frozen_views as views

urlpatterns = [
    path("", views.shelf, name="reach_frozen"),
    path("freeze/", views.freeze, name="reach_freeze"),
    path("<int:number>/", views.one, name="reach_frozen_one"),
    path("<int:number>/file/<slug:form>/", views.file, name="reach_frozen_file"),
]
