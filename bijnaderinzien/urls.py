"""Addresses: each room brings its own; the paths are Dutch (README, 'Addresses')."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# Administrators log in as everybody does: with a code, without a second door for passwords.
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("pages.urls")),
    path("", include("bijnaderinzien.health")),
    path("", include("sessions_app.urls")),
    path("account/", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path("beheer/", admin.site.urls),
]
