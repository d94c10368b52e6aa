"""Addresses of a session, one file per surface beside its views."""

from django.urls import include, path

urlpatterns = [
    path("sessies/", include("sessions_app.views.urls_console")),
    path("sessies/", include("sessions_app.views.urls_projector")),
    path("m/", include("sessions_app.views.urls_participant")),
    path("sessies/", include("sessions_app.views.urls_planner")),
    path("sessies/", include("sessions_app.views.urls_report")),
]
