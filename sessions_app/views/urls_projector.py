"""Addresses of the projector; included under `sessies/`."""

from django.urls import path

from sessions_app.views import projector

app_name = "projector"
urlpatterns = [
    path("<slug:ref>/scherm/", projector.show, name="show"),
    path("<slug:ref>/scherm/gestart/", projector.start_screen, name="start_screen"),
]
