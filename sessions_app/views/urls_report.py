"""Addresses of the report; included under `sessies/`."""

from django.urls import path

from sessions_app.views import report

app_name = "report"
urlpatterns = [
    path("<slug:ref>/verslag/", report.report, name="report"),
    path("<slug:ref>/verslag.pdf", report.pdf, name="pdf"),
    path("<slug:ref>/agenda.ics", report.calendar, name="calendar"),
]
