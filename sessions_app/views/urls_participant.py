"""Addresses of the phone; included under `m/`."""

from django.urls import path

from sessions_app.views import participant

app_name = "participant"
urlpatterns = [
    path("", participant.find, name="find"),
    path("<str:code>/", participant.take_part, name="take_part"),
    path("<str:code>/pauze/", participant.pause, name="pause"),
    path("<str:code>/antwoorden/", participant.answers, name="answers"),
    path("<str:code>/stap/<slug:step>/seintje/", participant.signal, name="signal"),
]
