from django.db import models
from django.db.models import F, Q


class Kind(models.TextChoices):
    """值的种类: what a cell may hold; how each is stored is told in ``values``."""

    INT = "int", "整数"
    DEC = "dec", "小数"
    TEXT = "text", "文字"
    CHOICE = "choice", "选项"
    BOOL = "bool", "是否"
    DATE = "date", "日期"
    YEARMONTH = "yearmonth", "年月"
    URL = "url", "网址"
    CODE = "code", "代码"
    MAJOR = "major", "专业代码"
    USCC = "uscc", "统一社会信用代码"
    ATTACHMENT = "attachment", "附件"
    TEXTFILE = "textfile", "文字与附件"


class Shape(models.TextChoices):
    SINGLE = "single", "一校一条"
    ROWS = "rows", "一校多条"


class AsOf(models.TextChoices):
    START = "start", "学年开始的 9 月 1 日"
    YEAR = "year", "整个学年"
    FINANCE = "finance", "自然年度"


class Severity(models.TextChoices):
    ERROR = "error", "差错"
    WARNING = "warning", "提示"


class Edition(models.Model):
    """数据字典版本: one state of the dictionary, in force from the school year ``since_year`` until the next edition (product B1)."""

    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=60)
    since_year = models.PositiveSmallIntegerField("起始学年", unique=True)
    catalogue = models.CharField("专业目录", max_length=10)
    digest = models.CharField("内容摘要", max_length=64, editable=False)

    class Meta:
        default_permissions = ("view",)
        ordering = ["since_year"]

    def __str__(self):
        return self.name


class Form(models.Model):
    """填报表: one of the forms of an edition, a single record or many rows."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="forms", verbose_name="版本")
    code = models.CharField("代码", max_length=8)
    order = models.PositiveSmallIntegerField("次序")
    name = models.CharField("名称", max_length=40)
    shape = models.CharField("形式", max_length=6, choices=Shape)
    as_of = models.CharField("时点", max_length=8, choices=AsOf)
    department = models.CharField("填报部门", max_length=40)
    source = models.CharField("对应表", max_length=80)

    class Meta:
        default_permissions = ()
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="dictionary_form_code")]

    def __str__(self):
        return f"{self.code} {self.name}"


class Field(models.Model):
    """栏目: one cell of a form, with what it may hold and how it is explained to the one who fills it."""

    form = models.ForeignKey(Form, models.CASCADE, related_name="fields", verbose_name="表")
    code = models.CharField("代码", max_length=24)
    order = models.PositiveSmallIntegerField("次序")
    section = models.CharField("分节", max_length=40)
    name = models.CharField("名称", max_length=40)
    indent = models.PositiveSmallIntegerField("缩进", default=0)
    unit = models.CharField("单位", max_length=12, blank=True)
    kind = models.CharField("种类", max_length=12, choices=Kind)
    places = models.PositiveSmallIntegerField("小数位", default=0)
    max_length = models.PositiveSmallIntegerField("最多字数", default=0)
    choices = models.JSONField("选项", default=list, blank=True)
    ranks = models.JSONField("由高到低", default=list, blank=True)
    pattern = models.CharField("格式", max_length=120, blank=True)
    minimum = models.DecimalField("最小", max_digits=16, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField("最大", max_digits=16, decimal_places=2, null=True, blank=True)
    required = models.BooleanField("应填", default=False)
    as_of = models.CharField("时点", max_length=8, choices=AsOf)
    register = models.BooleanField("来自登记", default=False)
    source = models.CharField("来源", max_length=10, blank=True)
    sensitive = models.BooleanField("涉及少数人", default=False)
    hint = models.CharField("填报说明", max_length=200, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["form", "code"], name="dictionary_field_code"),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(minimum__lte=F("maximum")), name="dictionary_field_range"
            ),
        ]

    def __str__(self):
        return f"{self.form.code}.{self.code} {self.name}"


class Indicator(models.Model):
    """指标: a figure derived from a return by a formula, and how it is rolled up for a group of schools (E0, E2).

    ``places`` empty: shown with as many decimals as it has.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="indicators", verbose_name="版本")
    code = models.CharField("代码", max_length=8)
    order = models.PositiveSmallIntegerField("次序")
    name = models.CharField("名称", max_length=40)
    unit = models.CharField("单位", max_length=12, blank=True)
    places = models.PositiveSmallIntegerField("显示小数位", null=True, blank=True)
    formula = models.TextField("公式")
    better = models.CharField("方向", max_length=8)
    standard = models.CharField("标准", max_length=40, blank=True)
    roll = models.CharField("汇总方式", max_length=8)
    num = models.TextField("分子", blank=True)
    den = models.TextField("分母", blank=True)
    by = models.TextField("权数", blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="dictionary_indicator_code")]

    def __str__(self):
        return f"{self.code} {self.name}"


class Check(models.Model):
    """校验规则: what must hold (error) or be explained (warning), with the cells it points at and an example of each outcome (C1, C7)."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="checks", verbose_name="版本")
    code = models.CharField("代码", max_length=12)
    order = models.PositiveSmallIntegerField("次序")
    severity = models.CharField("级别", max_length=8, choices=Severity)
    rule = models.TextField("规则")
    cells = models.JSONField("所指栏目")
    message = models.TextField("说明")
    passes = models.JSONField("通过的例子")
    fails = models.JSONField("不通过的例子")

    class Meta:
        default_permissions = ()
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="dictionary_check_code")]

    def __str__(self):
        return self.code


class Major(models.Model):
    """专业: one entry of a catalogue of majors; ``eng_med`` says whether it counts as 工科 or 医药 for the value of equipment (R8.4)."""

    catalogue = models.CharField("目录", max_length=10)
    code = models.CharField("代码", max_length=6)
    name = models.CharField("名称", max_length=40)
    category = models.CharField("专业类代码", max_length=2)
    category_name = models.CharField("专业类", max_length=20)
    eng_med = models.BooleanField("工科或医药类")

    class Meta:
        default_permissions = ()
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["catalogue", "code"], name="dictionary_major_code")]

    def __str__(self):
        return f"{self.code} {self.name}"
