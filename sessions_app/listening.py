"""What must stay true of sessions, whoever changes a row: a verb, the office or a shell."""

from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from accounts.models import Browser, User
from sessions_app import bus, custody
from sessions_app.models import DialogueSession, Facilitator


@receiver(post_save, sender=Facilitator)
def somebody_came(instance: Facilitator, **rest: object) -> None:
    """The session is looked after."""
    custody.note_who_looks_after(instance.session_id)


@receiver(post_delete, sender=Facilitator)
def somebody_went(instance: Facilitator, **rest: object) -> None:
    """No session is without somebody who looks after it and without a sign of that.

    Whoever went does not look on either, on a console that they left open.
    """
    custody.note_who_looks_after(instance.session_id)
    ref = DialogueSession.objects.filter(pk=instance.session_id).values_list("ref", flat=True)
    if found := ref.first():
        bus.ask_again(found)


@receiver(post_delete, sender=Browser)
def a_log_in_ended(instance: Browser, **rest: object) -> None:
    """Also when it was ended from elsewhere."""
    _ask_again(instance.user_id)


@receiver(user_logged_out)
def somebody_logged_out(user: User | None, **rest: object) -> None:
    """In a browser that may show a console in another tab."""
    if user is not None:
        _ask_again(user.pk)


@receiver(post_save, sender=User)
def an_account_was_switched_off(instance: User, created: bool, **rest: object) -> None:
    """Who may not log in does not look on."""
    if not created and not instance.is_active:
        _ask_again(instance.pk)


def _ask_again(user_id: int) -> None:
    running = DialogueSession.objects.filter(phase=DialogueSession.Phase.RUNNING)
    for ref in running.filter(facilitators__user=user_id).values_list("ref", flat=True):
        bus.ask_again(ref)
