"""The addresses of the report's own pages, below /admin/reports/reach/."""

from django.urls import path

from campaigns.report.page import chart, file, notes, saved, why

urlpatterns = [
    path("why/", why.why, name="reach_why"),
    path("chart/<slug:name>.svg", chart.chart, name="reach_chart"),
    path("file/<slug:form>/", file.file, name="reach_file"),
    path("notes/", notes.write, name="reach_note"),
    path("notes/<int:number>/withdraw/", notes.withdraw, name="reach_note_withdraw"),
    path("views/", saved.save, name="reach_save_view"),
    path("views/<int:number>/delete/", saved.delete, name="reach_delete_view"),
]
