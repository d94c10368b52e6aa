"""How allauth works here: a code by e-mail, open to anyone with an address."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Keeps allauth's flow; the place for our differences."""
