"""The addresses of the link desk, below /admin/links/."""

from django.urls import path

from campaigns.desk import files, views

app_name = "links"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("new/", views.make, name="make"),
    path("archive/", views.archive, name="archive"),
    path("links.csv", files.table, name="table"),
    path("sheet.pdf", files.sheet, name="sheet"),
    path("<int:number>/", views.link, name="link"),
    path("<int:number>/delete/", views.delete, name="delete"),
    path("<int:number>/qr.svg", files.qr_svg, name="qr_svg"),
    path("<int:number>/qr.png", files.qr_png, name="qr_png"),
    path("<int:number>/poster.pdf", files.poster_pdf, name="poster"),
    path("<int:number>/poster.png", files.poster_png, name="poster_picture"),
]
