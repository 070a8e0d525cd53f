"""Where visitors' acts arrive. None of these addresses has a language."""

from django.urls import path

from campaigns import door

app_name = "campaigns"
urlpatterns = [
    path("c/", door.view, name="collect"),
    path("c/act/", door.view, name="act"),
    path("go/<str:code>", door.view, name="go"),
    path("go/<str:code>/", door.view),
]
