"""Addresses of a session, one file per surface beside its views."""

from django.urls import include, path

from sessions_app.surfaces.planner import library

urlpatterns = [
    path("", include("sessions_app.surfaces.lookback.urls")),
    path("", include("sessions_app.surfaces.room_test.urls")),
    path("sessies/", include("sessions_app.surfaces.console.urls")),
    path("sessies/", include("sessions_app.surfaces.projector.urls")),
    path("m/", include("sessions_app.surfaces.participant.urls")),
    path("sessies/", include("sessions_app.surfaces.planner.urls")),
    path("", include("sessions_app.surfaces.report.urls")),
    path("werkvormen/", library.methods, name="methods"),
]
