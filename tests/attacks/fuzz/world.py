"""Sessions in every phase, and a browser for each role.

Run as a module it makes a world for each line that comes in, and answers with it as JSON.
"""

import random

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from accounts.models import User
from sessions_app import access, demo, participation, pens


def make() -> dict:
    """Cookies by role, and what fills in an address."""
    live, planned, ended = (demo.make(s, participants=6) for s in ("live", "planned", "ended"))
    secret = pens.new_secret()
    participation.join(live, secret)
    editor = User.objects.filter(email="fuzz@voorbeeld.nl").first()
    editor = editor or User.objects.create_superuser("fuzz@voorbeeld.nl")
    User.objects.filter(pk__in=[editor.pk, demo.facilitator().pk]).update(
        is_active=True, is_staff=True, is_superuser=True
    )
    User.objects.filter(pk=demo.facilitator().pk).update(is_staff=False, is_superuser=False)
    step = live.current
    code = live.codes.get(current=True).code.lower()
    table = {
        "nobody": ["/", "/account/login/", "/sessies/nieuw/", f"/m/{code}/"],
        "phone": [f"/m/{code}/", f"/m/{code}/antwoorden/", f"/m/{code}/pauze/"],
        "screen": [f"/sessies/{live.ref}/scherm/"],
        "facilitator": [
            *(f"/sessies/{live.ref}/{page}/" for page in ("leiden", "scherm", "verslag")),
            *(f"/sessies/{planned.ref}/{page}" for page in ("", "brief/", "draaiboek/", "leiden/")),
            *(f"/sessies/{ended.ref}/verslag/", "/sessies/", "/sessies/nieuw/", "/account/email/"),
            *("/account/ingelogd/", "/account/verwijderen/", f"/sessies/{planned.ref}/geven/"),
            *("/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"),
        ],
        "editor": ["/beheer/", *_office()],
    }
    question = step.questions.first()
    return {
        "roles": {
            "nobody": {},
            "phone": {pens.cookie_name(live.ref): pens.seal(live.ref, secret)},
            "screen": {access.screen_cookie(live.ref): access.screen_key(live)},
            "facilitator": _logged_in(demo.facilitator()),
            "editor": _logged_in(editor),
        },
        "known": {
            "ref": live.ref,
            "step": step.ref,
            "question": question.ref if question else "x",
            "code": code,
            "token": "x",
            "app_label": "content",
            "object_id": "1",
            "key": ended.ref,
        },
        "first": table,
    }


def _office() -> list[str]:
    """A list, an empty form and a filled one of each sort of row in the back office."""
    paths = []
    for model, _ in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        listed = reverse(f"admin:{name}_changelist")
        row = model._default_manager.order_by("?").first()
        paths += [f"{listed}{row.pk}/change/"] if row else []
        paths += [listed + "add/", listed]
    random.shuffle(paths)
    return paths[:24]


def _logged_in(user: User) -> dict[str, str]:
    """The cookie of a browser that logged in with both factors."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
    store["account_authentication_methods_user"] = str(user.pk)
    store.save()
    return {settings.SESSION_COOKIE_NAME: store.session_key}
