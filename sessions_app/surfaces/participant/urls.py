"""Addresses of the phone; included under `m/`."""

from django.urls import path

from sessions_app.surfaces.participant import views

app_name = "participant"
urlpatterns = [
    path("", views.find, name="find"),
    path("<str:code>/", views.take_part, name="take_part"),
    path("<str:code>/pauze/", views.pause, name="pause"),
    path("<str:code>/klaar/", views.leave, name="leave"),
    path("<str:code>/antwoorden/", views.answers, name="answers"),
    path("<str:code>/groepje/", views.huddle, name="huddle"),
    path("<str:code>/stap/<slug:step>/seintje/", views.signal, name="signal"),
]
