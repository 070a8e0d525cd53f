"""The addresses of the translation desk, below /admin/translations/."""

from django.urls import path

from livesafe.translations.desk import coverage

app_name = "translations"
urlpatterns = [
    path("", coverage.show, name="coverage"),
]
