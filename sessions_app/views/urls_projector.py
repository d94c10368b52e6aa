"""Addresses of the projector; included under `sessies/`."""

from django.urls import path

from sessions_app.views import projector

app_name = "projector"
urlpatterns = [
    path("<str:ref>/scherm/", projector.show, name="show"),
    path("<str:ref>/scherm/gestart/", projector.start_screen, name="start_screen"),
]
