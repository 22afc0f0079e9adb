import uuid
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse


class Living(models.Model):
    """流程对象: what every model with a lifecycle has: an address, and a version that each step raises."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    #: The name of the address of the list under a unit.
    list_name = ""

    class Meta:
        abstract = True

    @classmethod
    def list_address(cls, organization, step):
        """Where the objects below ``organization`` that wait for ``step`` are listed."""
        return f"{reverse(cls.list_name, args=[organization.code])}?{urlencode({'state': step.sources}, doseq=True)}"
