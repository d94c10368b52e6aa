from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [path("eenmalig/<str:token>/", views.once, name="once")]
