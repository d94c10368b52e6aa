"""Addresses of the console; included under `sessies/`."""

from django.urls import path

from sessions_app.views import console

app_name = "console"
urlpatterns = [
    path("<slug:ref>/leiden/", console.lead, name="lead"),
    path("<slug:ref>/leiden/deur-open/", console.open_door, name="open_door"),
    path("<slug:ref>/leiden/deur-dicht/", console.close_door, name="close_door"),
    path("<slug:ref>/leiden/nieuwe-code/", console.new_code, name="new_code"),
    path("<slug:ref>/leiden/zonder-telefoons/", console.go_phone_free, name="go_phone_free"),
    path("<slug:ref>/leiden/start/", console.start, name="start"),
    path("<slug:ref>/leiden/volgende/", console.advance, name="advance"),
    path("<slug:ref>/leiden/vorige/", console.back, name="back"),
    path("<slug:ref>/leiden/naar/<slug:step>/", console.jump, name="jump"),
    path("<slug:ref>/leiden/meer-tijd/", console.extend, name="extend"),
    path("<slug:ref>/leiden/zwart/", console.blacken, name="blacken"),
    path("<slug:ref>/leiden/licht/", console.lighten, name="lighten"),
    path("<slug:ref>/leiden/lees/<slug:question>/", console.read, name="read"),
    path("<slug:ref>/leiden/toon/<slug:question>/", console.show, name="show"),
    path("<slug:ref>/leiden/verberg/<slug:question>/", console.hide, name="hide"),
    path("<slug:ref>/leiden/afspraak/", console.agree, name="agree"),
    path(
        "<slug:ref>/leiden/afspraak/<slug:agreement>/weg/",
        console.drop_agreement,
        name="drop_agreement",
    ),
    path("<slug:ref>/leiden/afsluiten/", console.finish, name="finish"),
]
