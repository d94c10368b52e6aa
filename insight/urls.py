"""Addresses of Inzicht."""

from django.urls import path

from insight import views

app_name = "insight"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("alle-sessies.csv", views.all_csv, name="all_csv"),
    path("eigen-sessies.csv", views.own_csv, name="own_csv"),
    path("codeboek.csv", views.codebook_csv, name="codebook_csv"),
]
