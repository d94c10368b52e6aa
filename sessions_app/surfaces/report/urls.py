"""Addresses of the report; included under `sessies/`."""

from django.urls import path

from sessions_app.surfaces.report import views

app_name = "report"
urlpatterns = [
    path("<slug:ref>/verslag/", views.report, name="report"),
    path("<slug:ref>/verslag.pdf", views.pdf, name="pdf"),
    path("<slug:ref>/agenda.ics", views.calendar, name="calendar"),
]
