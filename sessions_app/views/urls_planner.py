"""Addresses of the planner; included under `sessies/`."""

from django.urls import path

from sessions_app.views import planner, planner_steps

app_name = "planner"
urlpatterns = [
    path("", planner.sessions, name="sessions"),
    path("nieuw/", planner.new, name="new"),
    path("nieuw/voorbeeld/", planner.preview, name="preview"),
    path("<slug:ref>/", planner.programme, name="programme"),
    path("<slug:ref>/draaiboek/", planner.runsheet, name="runsheet"),
    path("<slug:ref>/draaiboek.pdf", planner.runsheet_pdf, name="runsheet_pdf"),
    path("<slug:ref>/brief/", planner.letter, name="letter"),
    path("<slug:ref>/stap/erbij/", planner_steps.add, name="add"),
    path("<slug:ref>/stap/terug/", planner_steps.put_back, name="put_back"),
    path("<slug:ref>/stap/<slug:step>/naam/", planner_steps.rename, name="rename"),
    path("<slug:ref>/stap/<slug:step>/minuten/", planner_steps.set_minutes, name="set_minutes"),
    path("<slug:ref>/stap/<slug:step>/plaats/", planner_steps.move, name="move"),
    path("<slug:ref>/stap/<slug:step>/weg/", planner_steps.remove, name="remove"),
]
