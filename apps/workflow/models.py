import uuid

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
    def list_address(cls, user, step):
        """Where the objects that wait for ``step`` are listed: below the first of the person's units."""
        return f"{reverse(cls.list_name, args=[user.posts_today[0].organization.code])}?state={step.sources[0]}"
