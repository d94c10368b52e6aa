"""People with an account: facilitators, team leads, editors. Participants never have one."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """Makes users whose name is their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """A user; without a password, logging in goes by a code sent to the address."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """An administrator with every right."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, email: str | None) -> "User":
        """The user with this address, whatever its case."""
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account; the e-mail address is the name."""

    email = models.EmailField("e-mailadres", max_length=254, unique=True)
    name = models.CharField("naam", max_length=120, blank=True)
    is_staff = models.BooleanField(
        "redactie of beheer",
        default=False,
        help_text="Mag de inhoud of het beheer openen.",
    )
    is_active = models.BooleanField("actief", default=True)
    date_joined = models.DateTimeField("account sinds", default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_unique"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name as it is shown; the address where no name was given."""
        return str(self)

    def get_short_name(self) -> str:
        """As `get_full_name`: there is one name field."""
        return str(self)


class Browser(models.Model):
    """A browser in which somebody is logged in, for their own list of those.

    No address of the network and no whole name of the browser: what its owner recognises is enough
    (docs/decisions/0028).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="browsers")
    session_key = models.CharField(max_length=40, unique=True)  # of Django's session
    name = models.CharField(max_length=60)  # 'Firefox op Windows'
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "browser"
        verbose_name_plural = "browsers"
        ordering = ["-since"]

    def __str__(self) -> str:
        return self.name


class LoginLinkQuerySet(models.QuerySet["LoginLink"]):
    def redeem(self, token: str, purpose: str) -> "User | None":
        """The link's user, once; None when it was used, is unknown, too old or of another purpose.

        Also None for an account that was switched off meanwhile.
        """
        digest = _digest(token)
        if (
            digest is None
            or self._open(purpose).filter(digest=digest).update(used_at=timezone.now()) != 1
        ):
            return None
        return User.objects.get(login_links__digest=digest)

    def whose(self, token: str, purpose: str) -> "User | None":
        """Whom this link would log in, without using it."""
        digest = _digest(token)
        found = digest and self._open(purpose).filter(digest=digest).select_related("user").first()
        return found.user if found else None

    def drop_old(self) -> int:
        """Delete links that log nobody in any more; how many there were."""
        until = timezone.now() - max(LoginLink.LIFETIMES.values())
        old = self.filter(models.Q(used_at__isnull=False) | models.Q(made_at__lt=until))
        return old.delete()[0]

    def _open(self, purpose: str) -> "LoginLinkQuerySet":
        since = timezone.now() - LoginLink.LIFETIMES[LoginLink.Purpose(purpose)]
        return self.filter(purpose=purpose, used_at=None, made_at__gt=since, user__is_active=True)


class LoginLink(models.Model):
    """A link that logs in once; only its digest is stored."""

    class Purpose(models.TextChoices):
        DEMO = "demo", "eerste start"  # only works with DEBUG on
        PHONE = "phone", "eigen telefoon"  # made on the console, by who is logged in there

    LIFETIMES = {Purpose.DEMO: timedelta(days=1), Purpose.PHONE: timedelta(minutes=5)}

    user = models.ForeignKey(User, models.CASCADE, related_name="login_links")
    purpose = models.CharField(max_length=5, choices=Purpose, default=Purpose.DEMO)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    objects = LoginLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "eenmalige inloglink"
        verbose_name_plural = "eenmalige inloglinks"

    def __str__(self) -> str:
        return f"inloglink voor {self.user}"

    @classmethod
    def make(cls, user: User, purpose: str = Purpose.DEMO) -> str:
        """A new signed token for this user; an older one for the phone stops working."""
        if purpose == cls.Purpose.PHONE:
            cls.objects.filter(user=user, purpose=purpose).delete()
        said = secrets.token_urlsafe(24)
        cls.objects.create(user=user, purpose=purpose, digest=_digest_of(said))
        return _signer.sign(said)


_signer = Signer(salt="accounts.login_link", sep=".")


def _digest_of(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()


def _digest(token: str) -> str | None:
    """What is stored of a token; None when we never signed it."""
    try:
        return _digest_of(_signer.unsign(token))
    except BadSignature:
        return None
