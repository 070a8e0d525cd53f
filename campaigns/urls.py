"""Where visitors' acts arrive. None of these addresses has a language."""

from django.urls import path

from campaigns import beacon

app_name = "campaigns"
urlpatterns = [
    path("c/", beacon.collect, name="collect"),
    path("c/act/", beacon.act, name="act"),
    path("go/<str:code>", beacon.go, name="go"),
    path("go/<str:code>/", beacon.go),
]
