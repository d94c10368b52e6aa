from django.urls import path

from sessions_app.views import planner, planner_steps

app_name = "planner"
urlpatterns = [
    path("", planner.sessions, name="sessions"),
    path("nieuw/", planner.new, name="new"),
    path("nieuw/voorbeeld/", planner.preview, name="preview"),
    path("<str:ref>/", planner.programme, name="programme"),
    path("<str:ref>/draaiboek/", planner.runsheet, name="runsheet"),
    path("<str:ref>/draaiboek.pdf", planner.runsheet_pdf, name="runsheet_pdf"),
    path("<str:ref>/brief/", planner.letter, name="letter"),
    path("<str:ref>/stap/erbij/", planner_steps.add, name="add"),
    path("<str:ref>/stap/terug/", planner_steps.put_back, name="put_back"),
    path("<str:ref>/stap/<str:step>/naam/", planner_steps.rename, name="rename"),
    path("<str:ref>/stap/<str:step>/minuten/", planner_steps.set_minutes, name="set_minutes"),
    path("<str:ref>/stap/<str:step>/plaats/", planner_steps.move, name="move"),
    path("<str:ref>/stap/<str:step>/weg/", planner_steps.remove, name="remove"),
]
