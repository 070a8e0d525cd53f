"""The addresses of the translation desk, below /admin/translations/."""

from django.urls import path

from livesafe.translations.desk import answers, coverage, invitations, publish, stamps

app_name = "translations"
urlpatterns = [
    path("", coverage.show, name="coverage"),
    path("effect/<int:page_id>/", publish.effect, name="effect"),
    path("publish/<int:page_id>/<int:revision_id>/", publish.publish, name="publish"),
    path("links/", invitations.show, name="invitations"),
    path("links/new/", invitations.make, name="invitation_new"),
    path("links/<int:number>/", invitations.one, name="invitation"),
    path("links/<int:number>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("came-in/", answers.show, name="answers"),
    path("came-in/<int:number>/", answers.act, name="answer"),
    path("stamps/<int:number>/", stamps.show, name="stamps"),
]
