"""One way in: any address gets a code, and the code logs in, or makes the account first.

Whoever types an address sees the same and causes the same, whether it has an account or not.
Whoever types the code has the mailbox, which is all that an account asks. See decision 0024.
"""

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress, Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core.exceptions import RateLimited
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase

from accounts import budgets
from accounts.models import User


def whose(address: str) -> User | None:
    """Whose account this address leads to; None where nobody has it.

    An address that somebody typed on their account page and never confirmed is not theirs yet:
    else its owner would come into a stranger's account.
    """
    confirmed = EmailAddress.objects.filter(email=address.lower(), verified=True)
    found = confirmed.select_related("user").first()
    return found.user if found else User.objects.filter(email__iexact=address).first()


class Entrance(LoginCodeVerificationProcess):
    """A code that was asked for an address, from the mail to the account."""

    @classmethod
    def begin(cls, request: HttpRequest, address: str, user: User | None) -> None:
        """Send a code; this browser may come back with it."""
        login = Login(user=user, email=address)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        asked = cls.initial_state(user=user, email=address)
        stage.state.update(asked | {"initiated_by_user": True})
        process = cls(stage)
        process.send()
        process.persist()

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> "Entrance | None":
        """What this browser began; None when its time is over."""
        return cls(stage).abort_if_invalid()

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        """Mail a new code; only the newest one counts."""
        context = {"request": self.request, "code": self.generate_code()}
        get_adapter().send_mail("account/email/login_code", email, context)

    def resend(self) -> None:
        """Mail another code, which has its whole time again.

        Counts as asking for a code; RateLimited when that is used up.
        """
        address = self.state["email"]
        if not budgets.may_ask(self.request, address, self.user):
            raise RateLimited
        self.state["at"] = time.time()
        self.send()
        self.add_sent_message({"recipient": address})
        self.record_resend()
        self.persist()

    def finish(self, redirect_url: str | None) -> HttpResponseBase:
        """The code was right: log in, in an account that is made where there was none."""
        self._user = _account_of(self.state["email"])
        return super().finish(redirect_url)


def _account_of(address: str) -> User | None:
    """The account of who showed to have this mailbox."""
    try:
        with transaction.atomic():
            return whose(address) or _made_for(address)
    except IntegrityError:  # made in another window in between
        return whose(address)


def _made_for(address: str) -> User:
    user = User.objects.create_user(address)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
