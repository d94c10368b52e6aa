"""What happens by itself when something of an account changes, whoever changed it."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.signals import authentication_step_completed
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_out
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import notices
from accounts.models import LoginLink, User


@receiver(post_save, sender=EmailAddress)
def tell_of_an_address(instance: EmailAddress, created: bool, **rest: object) -> None:
    """Also when it was added by a program, or straight in the back office."""
    if created:
        notices.address_added(instance.user, instance.email)


@receiver(post_delete, sender=EmailAddress)
def tell_of_an_address_gone(instance: EmailAddress, origin: object, **rest: object) -> None:
    """Not when the whole account goes."""
    model = type(origin) if isinstance(origin, Model) else getattr(origin, "model", None)
    if model is EmailAddress:
        notices.address_removed(instance.user, instance.email)


@receiver(authenticator_added)
def setting_one_up_is_showing_it(request: HttpRequest, user: User, **rest: object) -> None:
    """Who sets up a second factor has shown that they hold it; the emergency codes come next.

    Asked for again at once, an app would still show the code that was just used.
    """
    record_authentication(request, user, method="mfa", type="new", reauthenticated=True)


@receiver(authentication_step_completed)
def a_code_that_came_back_confirms_the_address(
    user: User, method: str, email: str | None = None, **rest: object
) -> None:
    """Who types the code of an account that was made for them has shown that the address is theirs.

    Otherwise they would have to type a second code, from a second e-mail.
    """
    same = email is not None and email.lower() == user.email.lower()
    if method == "code" and same and not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


@receiver(user_logged_out)
def links_end_with_the_log_in(user: User | None, **rest: object) -> None:
    """Who logs out wants no link of theirs to go on working."""
    if user is not None:
        LoginLink.objects.filter(user=user, used_at=None).delete()
