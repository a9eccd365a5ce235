"""Django's name for the queue's tables."""

from django.apps import AppConfig


class QueueConfig(AppConfig):
    """Planned runs and their units."""

    name = "auditor.store.queue"
    label = "queue"
    verbose_name = "Antrean audit"
    default_auto_field = "django.db.models.BigAutoField"
