"""A task that failed at night is told to the administrators."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


def test_every_administrator_that_is_there_hears_of_it():
    User.objects.create_superuser("beheer@voorbeeld.nl")
    User.objects.create_superuser("weg@voorbeeld.nl", is_active=False)
    User.objects.create_user("redactie@voorbeeld.nl", is_staff=True)
    call_command("alarm", "bijnaderinzien-backup")
    (letter,) = mail.outbox
    assert letter.to == ["beheer@voorbeeld.nl"]
    assert "journalctl -u bijnaderinzien-backup" in letter.body


def test_without_an_administrator_it_fails_aloud():
    with pytest.raises(CommandError, match="geen beheerder"):
        call_command("alarm", "bijnaderinzien-tidy")
