"""Django's name for the results store."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The tables of runs and their results."""

    name = "auditor.store"
    label = "store"
    verbose_name = "Hasil audit"
    default_auto_field = "django.db.models.BigAutoField"
