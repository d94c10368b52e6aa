"""Addresses of looking back: under `sessies/` for who leads, `terugblik/` for who has a link."""

from django.urls import path

from sessions_app.surfaces.lookback import views

app_name = "lookback"
urlpatterns = [
    path("sessies/<slug:ref>/terugblik/", views.plan, name="plan"),
    path("sessies/<slug:ref>/terugblik/samen/", views.together, name="together"),
    path("sessies/<slug:ref>/terugblik/link/", views.open_link, name="open_link"),
    path("sessies/<slug:ref>/terugblik/herinnering/", views.reminder_switch, name="reminder"),
    path("terugblik/herinnering/<slug:ref>/<slug:key>/", views.reminder_off, name="reminder_off"),
    path("terugblik/<slug:key>/", views.by_link, name="by_link"),
]
