from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = "Sessies"

    def ready(self) -> None:
        """Logging in makes the sessions that a visitor drafted theirs."""
        from sessions_app.access import claim_drafts

        def claim(request, user, **kwargs) -> None:
            claim_drafts(request, user)

        user_logged_in.connect(claim, dispatch_uid="sessions_app.claim_drafts", weak=False)
