from django.apps import AppConfig


class SessionsAppConfig(AppConfig):
    name = "sessions_app"
    verbose_name = "Sessies"

    def ready(self) -> None:
        from accounts import belongings
        from sessions_app import listening  # noqa: F401 - connects what it holds
        from sessions_app.belongings import SessionsOfAccount

        belongings.register(SessionsOfAccount())
