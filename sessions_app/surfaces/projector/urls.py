"""Addresses of the projector; included under `sessies/`."""

from django.urls import path

from sessions_app.surfaces.projector import views

app_name = "projector"
urlpatterns = [
    path("<slug:ref>/scherm/", views.show, name="show"),
    path("<slug:ref>/scherm/lezen/", views.read, name="read"),
    path("<slug:ref>/scherm/gestart/", views.start_screen, name="start_screen"),
]
