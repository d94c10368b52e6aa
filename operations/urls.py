from django.urls import path

from operations import views

app_name = "operations"
urlpatterns = [
    path("account/post/<slug:key>/", views.mail_state, name="mail_state"),
]
