"""Addresses of the console; included under `sessies/`."""

from django.urls import path

from sessions_app.surfaces.console import views

app_name = "console"
urlpatterns = [
    path("<slug:ref>/leiden/", views.lead, name="lead"),
    path("<slug:ref>/leiden/deur-open/", views.open_door, name="open_door"),
    path("<slug:ref>/leiden/deur-dicht/", views.close_door, name="close_door"),
    path("<slug:ref>/leiden/plaatsen-erbij/", views.raise_seats, name="raise_seats"),
    path("<slug:ref>/leiden/nieuwe-code/", views.new_code, name="new_code"),
    path("<slug:ref>/leiden/scherm-intrekken/", views.withdraw_screen, name="withdraw_screen"),
    path("<slug:ref>/leiden/zonder-telefoons/", views.go_phone_free, name="go_phone_free"),
    path("<slug:ref>/leiden/telefoon/", views.hand_over, name="hand_over"),
    path("<slug:ref>/leiden/start/", views.start, name="start"),
    path("<slug:ref>/leiden/volgende/", views.advance, name="advance"),
    path("<slug:ref>/leiden/vorige/", views.back, name="back"),
    path("<slug:ref>/leiden/naar/<slug:step>/", views.jump, name="jump"),
    path("<slug:ref>/leiden/meer-tijd/", views.extend, name="extend"),
    path("<slug:ref>/leiden/zwart/", views.blacken, name="blacken"),
    path("<slug:ref>/leiden/licht/", views.lighten, name="lighten"),
    path("<slug:ref>/leiden/sluit/", views.close, name="close"),
    path("<slug:ref>/leiden/lees/<slug:question>/", views.read, name="read"),
    path("<slug:ref>/leiden/toon/<slug:question>/", views.show, name="show"),
    path("<slug:ref>/leiden/toon-weer/<slug:question>/", views.show_again, name="show_again"),
    path("<slug:ref>/leiden/zet-op/<slug:question>/", views.put_up, name="put_up"),
    path("<slug:ref>/leiden/haal-weg/<slug:question>/", views.take_down, name="take_down"),
    path("<slug:ref>/leiden/antwoord/<slug:question>/<slug:text>/", views.arrange, name="arrange"),
    path("<slug:ref>/leiden/verberg/<slug:question>/", views.hide, name="hide"),
    path("<slug:ref>/leiden/spiegel/", views.reveal, name="reveal"),
    path("<slug:ref>/leiden/spiegel-weg/", views.conceal, name="conceal"),
    path("<slug:ref>/leiden/laat-weg/<slug:question>/", views.leave_out, name="leave_out"),
    path("<slug:ref>/leiden/zet-terug/<slug:question>/", views.put_back, name="put_back"),
    path("<slug:ref>/leiden/laat-staan/", views.keep_shown, name="keep_shown"),
    path("<slug:ref>/leiden/laat-niet-staan/", views.let_go, name="let_go"),
    path("<slug:ref>/leiden/afspraak/", views.agree, name="agree"),
    path(
        "<slug:ref>/leiden/afspraak/<slug:agreement>/weg/",
        views.drop_agreement,
        name="drop_agreement",
    ),
    path("<slug:ref>/leiden/als-het-moeilijk-wordt/", views.moments, name="moments"),
    path("<slug:ref>/leiden/kaart/", views.choose_cards, name="choose_cards"),
    path("<slug:ref>/leiden/eigen-woorden/", views.keep_words, name="keep_words"),
    path("<slug:ref>/leiden/afsluiten/", views.finish, name="finish"),
]
