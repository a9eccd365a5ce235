"""Django settings of the store for tools that want a module (type checker, ``django-admin``)."""

from pathlib import Path

from auditor.store.db import default_url, parse_url

DATABASES = {"default": parse_url(default_url(Path.cwd()))}
INSTALLED_APPS = ["auditor.store", "auditor.store.queue"]
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
