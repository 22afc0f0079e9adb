import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone


def place(file, _name):
    """Where the content lies in the store: by the key alone, so that no name from outside becomes a path."""
    return f"files/{file.pk.hex[:2]}/{file.pk.hex}"


class Kept(models.Model):
    """What belongs to an object of another app, its holder."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    holder_id = models.UUIDField("所属")
    holder = GenericForeignKey("holder_type", "holder_id")

    class Meta:
        abstract = True
        default_permissions = ()


class KeptQuerySet(models.QuerySet):
    def of(self, holder):
        return self.filter(holder_type=ContentType.objects.get_for_model(holder), holder_id=holder.pk)


class File(Kept):
    """文件: something uploaded, kept as it came. Whoever holds ``permission`` on its holder may read it; nobody changes it.

    ``code`` is the verification code that was read on it, where that was looked for and found.
    """

    name = models.CharField("文件名", max_length=120)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)
    content = models.FileField("内容", upload_to=place, max_length=100)
    permission = models.CharField("查看权限", max_length=100)
    code = models.CharField("读出的验证码", max_length=9, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("存入", default=timezone.now)

    objects = KeptQuerySet.as_manager()

    class Meta(Kept.Meta):
        ordering = ["at"]
        indexes = [models.Index(fields=["holder_type", "holder_id"], name="file_holder")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("documents:file", args=[self.pk])


class Certificate(Kept):
    """验证码: what anyone may check of a paper: ``digest`` is of the file or of the published content, ``facts`` are shown to who asks.

    ``paper``: the file that bears the code, where there is one: it is written after the code is there.
    ``public``: the thing itself may be shown as well, not only its facts.
    ``fallen``: why the thing no longer stands, and ``fallen_at`` since when: the code stays true, and says so.
    """

    code = models.CharField("验证码", max_length=9, unique=True)
    title = models.CharField("名称", max_length=120)
    digest = models.CharField("摘要", max_length=64)
    facts = models.JSONField("要点", default=list)
    issued_at = models.DateTimeField("出具", default=timezone.now)
    public = models.BooleanField("公开", default=False)
    paper = models.OneToOneField(File, models.PROTECT, null=True, blank=True, related_name="certificate", verbose_name="印有它的文件")
    fallen = models.CharField("失效原因", max_length=60, blank=True)
    fallen_at = models.DateTimeField("失效", null=True, blank=True)

    objects = KeptQuerySet.as_manager()

    class Meta(Kept.Meta):
        ordering = ["issued_at"]
        indexes = [models.Index(fields=["holder_type", "holder_id"], name="certificate_holder")]
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"), name="certificate_code"),
            models.CheckConstraint(condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="certificate_digest"),
            models.CheckConstraint(condition=models.Q(fallen="") ^ models.Q(fallen_at__isnull=False), name="certificate_fallen_when"),
        ]

    def __str__(self):
        return f"{self.title} {self.code}"

    @property
    def address(self):
        """Where anyone checks it, in full, as it stands on paper."""
        return f"{settings.SITE_URL}/verify/{self.code}/"
