"""Addresses of the projector; included under `sessies/`."""

from django.urls import path

from sessions_app.surfaces.projector import views

app_name = "projector"
urlpatterns = [
    path("<slug:ref>/scherm/", views.show, name="show"),
    path("<slug:ref>/scherm/lezen/", views.read, name="read"),
    path("<slug:ref>/scherm/gestart/", views.start_screen, name="start_screen"),
    # Below it, `live.film` serves the film's own file.
    path("<slug:ref>/scherm/film/", views.hear_film, name="hear_film"),
]
