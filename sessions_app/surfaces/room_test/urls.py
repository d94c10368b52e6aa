"""Addresses of the test of a room; whole ones, since it is reached with and without a session."""

from django.urls import path

from sessions_app.surfaces.room_test import views

app_name = "room_test"
urlpatterns = [
    path("ruimtetest/", views.everybody, name="everybody"),
    path("ruimtetest/scherm/", views.letters, name="letters"),
    path("ruimtetest/telefoon/", views.phone, name="phone"),
    path("sessies/<slug:ref>/ruimtetest/", views.of_session, name="of_session"),
]
