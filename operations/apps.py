from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = "Draaiend houden"

    def ready(self) -> None:
        from operations import starting  # noqa: F401 - its check for `check --deploy`
