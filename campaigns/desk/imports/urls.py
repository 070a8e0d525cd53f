"""The addresses of the import desk."""

from django.urls import path

from campaigns.desk.imports import campaigns, columns, lists, looking, mappings, upload

app_name = "imports"
urlpatterns = [
    path("", lists.desk, name="desk"),
    path("new/", upload.upload, name="upload"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("columns/", mappings.mappings, name="mappings"),
    path("columns/<int:number>/delete/", mappings.delete, name="forget"),
    path("<int:number>/", looking.one, name="one"),
    path("<int:number>/stated/", looking.state, name="state"),
    path("<int:number>/columns/", columns.columns, name="columns"),
    path("<int:number>/import/", looking.take, name="take"),
    path("<int:number>/again/", lists.again, name="again"),
    path("<int:number>/progress/", lists.progress, name="progress"),
    path("<int:number>/away/", lists.throw_away, name="away"),
    path("<int:number>/undo/", lists.undo, name="undo"),
]
