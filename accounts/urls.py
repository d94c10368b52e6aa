from django.urls import path

from accounts import own_pages, views

app_name = "accounts"
urlpatterns = [
    # Before allauth's pages at the same addresses: one way in (accounts/entrance.py).
    path("signup/", views.to_login, name="signup"),
    path("login/code/", views.to_login, name="code"),
    path("login/code/confirm/", views.confirm_code, name="confirm_code"),
    path("eenmalig/<str:token>/", views.once, name="once"),
    path("gegevens/", own_pages.data, name="data"),
    path("gegevens/bestand/", own_pages.data_file, name="data_file"),
    path("verwijderen/", own_pages.leave, name="leave"),
    path("ingelogd/", own_pages.logged_in, name="logged_in"),
    path("ingelogd/uit/", own_pages.end, name="end"),
    path("telefoon/<str:token>/", views.on_phone, name="on_phone"),
]
