"""People with an account: facilitators, team leads, editors. Participants never have one."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """Makes users whose name is their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra) -> "User":
        """A user; without a password, logging in goes by a code sent to the address."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra) -> "User":
        """An administrator with every right."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, email: str) -> "User":
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
    REQUIRED_FIELDS: list[str] = []

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


class Organisation(models.Model):
    """A care organisation that works with the module."""

    name = models.CharField("naam", max_length=160, unique=True)

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A team that talks together; sessions are planned for it."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="teams", verbose_name="organisatie"
    )
    name = models.CharField("naam", max_length=160)

    class Meta:
        verbose_name = "team"
        verbose_name_plural = "teams"
        ordering = ["organisation__name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="accounts_team_name_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation})"


class Membership(models.Model):
    """What somebody does in an organisation."""

    class Role(models.TextChoices):
        TEAM_LEAD = "team_lead", "teamleider"
        FACILITATOR = "facilitator", "gespreksleider"
        MANAGER = "manager", "organisatiebeheerder"

    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name="gebruiker"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="memberships",
        verbose_name="organisatie",
    )
    role = models.CharField("rol", max_length=20, choices=Role, default=Role.FACILITATOR)

    class Meta:
        verbose_name = "lidmaatschap"
        verbose_name_plural = "lidmaatschappen"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                name="accounts_membership_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class LoginLinkQuerySet(models.QuerySet["LoginLink"]):
    def redeem(self, token: str) -> "User | None":
        """The link's user, once; None when it was used, is unknown or is too old."""
        now = timezone.now()
        fresh = self.filter(
            digest=_digest(token), used_at=None, made_at__gt=now - LoginLink.LIFETIME
        )
        if fresh.update(used_at=now) != 1:
            return None
        return User.objects.get(login_links__digest=_digest(token))


class LoginLink(models.Model):
    """A link that logs in once, for the demo and the first start; only works with DEBUG on."""

    LIFETIME = timedelta(days=1)

    user = models.ForeignKey(User, models.CASCADE, related_name="login_links")
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
    def make(cls, user: User) -> str:
        """A new token for this user; only its digest is stored."""
        token = secrets.token_urlsafe(24)
        cls.objects.create(user=user, digest=_digest(token))
        return token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
