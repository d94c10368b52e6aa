from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("colofon/", views.colophon, name="colophon"),
    path("verder/", views.further, name="further"),
    path("vooraf/<slug:theme>/", views.warm_up, name="warm_up"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("redactie/", views.desk, name="desk"),
    path("componenten/", views.gallery, name="gallery"),
]
