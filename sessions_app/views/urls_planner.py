from django.urls import path, register_converter

from sessions_app.views import planner, planner_steps


class Ref:
    """A public id; anything else is no address of ours."""

    regex = "[A-Za-z0-9_-]{1,24}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Ref, "ref")

app_name = "planner"
urlpatterns = [
    path("", planner.sessions, name="sessions"),
    path("nieuw/", planner.new, name="new"),
    path("nieuw/voorbeeld/", planner.preview, name="preview"),
    path("<ref:ref>/", planner.programme, name="programme"),
    path("<ref:ref>/draaiboek/", planner.runsheet, name="runsheet"),
    path("<ref:ref>/draaiboek.pdf", planner.runsheet_pdf, name="runsheet_pdf"),
    path("<ref:ref>/brief/", planner.letter, name="letter"),
    path("<ref:ref>/stap/erbij/", planner_steps.add, name="add"),
    path("<ref:ref>/stap/terug/", planner_steps.put_back, name="put_back"),
    path("<ref:ref>/stap/<ref:step>/naam/", planner_steps.rename, name="rename"),
    path("<ref:ref>/stap/<ref:step>/minuten/", planner_steps.set_minutes, name="set_minutes"),
    path("<ref:ref>/stap/<ref:step>/plaats/", planner_steps.move, name="move"),
    path("<ref:ref>/stap/<ref:step>/weg/", planner_steps.remove, name="remove"),
]
