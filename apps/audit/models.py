import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone


class EntryQuerySet(models.QuerySet):
    def about(self, target):
        return self.filter(content_type=ContentType.objects.get_for_model(target), object_id=target.pk)


class Entry(models.Model):
    """留痕: who did what to which object, when and why. Written once, never changed; the database refuses UPDATE and DELETE.

    ``by`` is empty where nobody is signed in (a job, a failed sign-in); ``acting_for`` names whom a deputy stood in for.
    ``digest`` is of the entry's own content; seals link the digests (N3).
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=60)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.UUIDField()
    target = GenericForeignKey()
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "id"], name="entry_target")]

    def __str__(self):
        return f"{self.verb} {self.object_id}"


class Seal(models.Model):
    """封存: a batch of entries under one digest, linked to the seal before it. The last ``anchor`` stands for the whole log."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField("序号", unique=True)
    at = models.DateTimeField(auto_now_add=True)
    content = models.CharField("内容摘要", max_length=64)
    previous = models.CharField("上一封存", max_length=64, blank=True)
    anchor = models.CharField("锚", max_length=64, unique=True)

    class Meta:
        default_permissions = ("view",)
        ordering = ["number"]

    def __str__(self):
        return f"第 {self.number} 号封存"


class Sealed(models.Model):
    """已封存: which seal an entry is under. A row of its own, for entries are never changed, and keys may commit out of order."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="sealed")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="sealed")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.entry_id} @ {self.seal_id}"


class Unsealed(models.Model):
    """待封存: an entry that no seal covers yet. The database itself adds it with the entry, so it commits with the entry, whatever the order of keys."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="unsealed")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.entry_id}"
