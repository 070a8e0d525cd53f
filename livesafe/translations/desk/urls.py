"""The addresses of the translation desk, below /admin/translations/."""

from django.urls import path

from livesafe.translations.desk import (
    answers,
    coverage,
    editor,
    engine,
    files,
    interface,
    invitations,
    note,
    preview,
    publish,
    stamps,
)

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
    path("engine/", engine.overview, name="engine"),
    path("engine/work/", engine.progress, name="engine_progress"),
    path("engine/<str:object_key>/", engine.translate, name="engine_page"),
    path("files/", files.show, name="files"),
    path("files/export/", files.export, name="files_export"),
    path("files/in/", files.hand_in, name="files_in"),
    path("files/<int:number>/", files.preview, name="file"),
    path("files/<int:number>/away/", files.throw_away, name="file_away"),
    path("interface/", interface.show, name="interface"),
    path("<str:object_key>/<slug:language>/", editor.edit, name="edit"),
    path("<str:object_key>/<slug:language>/approve/", editor.approve_page, name="approve_page"),
    path("<str:object_key>/<slug:language>/note/", note.note, name="note"),
    path("<str:object_key>/<slug:language>/preview/", preview.preview, name="preview"),
]
