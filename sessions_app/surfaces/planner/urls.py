"""Addresses of the planner; included under `sessies/`."""

from django.urls import path

from sessions_app.surfaces.planner import giving, steps, views, wish

app_name = "planner"
urlpatterns = [
    path("", views.sessions, name="sessions"),
    path("nieuw/", wish.new, name="new"),
    path("nieuw/voorbeeld/", wish.preview, name="preview"),
    path("nieuw/bewaren/", wish.keep, name="keep"),
    path("nieuw/draaiboek/", wish.runsheet, name="wish_runsheet"),
    path("nieuw/draaiboek.pdf", wish.runsheet_pdf, name="wish_runsheet_pdf"),
    path("nieuw/brief/", wish.letter, name="wish_letter"),
    path("aanbod/<slug:offer>/", giving.offered, name="offered"),
    path("nieuw/brief.pdf", wish.letter_pdf, name="wish_letter_pdf"),
    path("nieuw/evaluatie.pdf", wish.evaluation_pdf, name="wish_evaluation_pdf"),
    path("nieuw/kaarten.pdf", wish.cards_pdf, name="wish_cards_pdf"),
    path("<slug:ref>/", views.programme, name="programme"),
    path("<slug:ref>/draaiboek/", views.runsheet, name="runsheet"),
    path("<slug:ref>/draaiboek.pdf", views.runsheet_pdf, name="runsheet_pdf"),
    path("<slug:ref>/brief/", views.letter, name="letter"),
    path("<slug:ref>/geven/", giving.give, name="give"),
    path("<slug:ref>/geven/intrekken/", giving.withdraw, name="withdraw_offer"),
    path("<slug:ref>/brief.pdf", views.letter_pdf, name="letter_pdf"),
    path("<slug:ref>/evaluatie.pdf", views.evaluation_pdf, name="evaluation_pdf"),
    path("<slug:ref>/kaarten.pdf", views.cards_pdf, name="cards_pdf"),
    path("<slug:ref>/stap/erbij/", steps.add, name="add"),
    path("<slug:ref>/stap/terug/", steps.put_back, name="put_back"),
    path("<slug:ref>/stap/<slug:step>/naam/", steps.rename, name="rename"),
    path("<slug:ref>/stap/<slug:step>/minuten/", steps.set_minutes, name="set_minutes"),
    path("<slug:ref>/stap/<slug:step>/plaats/", steps.move, name="move"),
    path("<slug:ref>/stap/<slug:step>/weg/", steps.remove, name="remove"),
]
