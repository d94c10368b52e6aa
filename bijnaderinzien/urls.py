"""Addresses: each room brings its own; the paths are Dutch (README, 'Addresses')."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("pages.urls")),
    path("", include("bijnaderinzien.health")),
    path("", include("sessions_app.urls")),
    path("account/", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path("beheer/", admin.site.urls),
]
