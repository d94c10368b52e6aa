"""Addresses: each room brings its own, in its `urls.py`; the paths are Dutch."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("pages.urls")),
    path("", include("sessions_app.urls")),
    path("inzicht/", include("insight.urls")),
    path("", include("operations.urls")),
    path("account/", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path("beheer/", admin.site.urls),
]

handler500 = "bijnaderinzien.refusals.failed"
