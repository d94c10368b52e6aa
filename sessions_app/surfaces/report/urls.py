"""Addresses of the report: of who leads under `sessies/`, of the team under `verslag/`."""

from django.urls import path

from sessions_app.surfaces.report import team, views

app_name = "report"
urlpatterns = [
    path("sessies/<slug:ref>/verslag/", views.report, name="report"),
    path("sessies/<slug:ref>/verslag.pdf", views.pdf, name="pdf"),
    path("sessies/<slug:ref>/verslag.xlsx", views.sheet, name="sheet"),
    path("sessies/<slug:ref>/verslag/delen/", views.share, name="share"),
    path("sessies/<slug:ref>/verslag/intrekken/", views.withdraw, name="withdraw"),
    path("sessies/<slug:ref>/verslag/teksten-wissen/", views.drop_texts, name="drop_texts"),
    path("sessies/<slug:ref>/agenda.ics", views.calendar, name="calendar"),
    path("verslag/<slug:key>/", team.report, name="team"),
    path("verslag/<slug:key>/verslag.pdf", team.pdf, name="team_pdf"),
    path("verslag/<slug:key>/verslag.xlsx", team.sheet, name="team_sheet"),
]
