"""Addresses of the console; included under `sessies/`."""

from django.urls import path

from sessions_app.views import console

app_name = "console"
urlpatterns = [
    path("<str:ref>/leiden/", console.lead, name="lead"),
    path("<str:ref>/leiden/deur-open/", console.open_door, name="open_door"),
    path("<str:ref>/leiden/deur-dicht/", console.close_door, name="close_door"),
    path("<str:ref>/leiden/nieuwe-code/", console.new_code, name="new_code"),
    path("<str:ref>/leiden/zonder-telefoons/", console.go_phone_free, name="go_phone_free"),
    path("<str:ref>/leiden/start/", console.start, name="start"),
    path("<str:ref>/leiden/volgende/", console.advance, name="advance"),
    path("<str:ref>/leiden/vorige/", console.back, name="back"),
    path("<str:ref>/leiden/naar/<str:step>/", console.jump, name="jump"),
    path("<str:ref>/leiden/meer-tijd/", console.extend, name="extend"),
    path("<str:ref>/leiden/zwart/", console.blacken, name="blacken"),
    path("<str:ref>/leiden/licht/", console.lighten, name="lighten"),
    path("<str:ref>/leiden/lees/<str:question>/", console.read, name="read"),
    path("<str:ref>/leiden/toon/<str:question>/", console.show, name="show"),
    path("<str:ref>/leiden/verberg/<str:question>/", console.hide, name="hide"),
    path("<str:ref>/leiden/afspraak/", console.agree, name="agree"),
    path("<str:ref>/leiden/afspraak/<int:pk>/weg/", console.drop_agreement, name="drop_agreement"),
    path("<str:ref>/leiden/afsluiten/", console.finish, name="finish"),
]
