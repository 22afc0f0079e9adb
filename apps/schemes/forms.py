"""What is asked about a scheme: its parameters with the floor behind each, points, notes, adjustments, what a city adds."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.core.fields import DayField
from apps.dictionary.models import Indicator
from apps.schemes.contents import previous
from apps.schemes.models import Adjustment, Point, Policy
from apps.schemes.parameters import PARAMETERS, Kind, Parameters, bounds, read_day, read_share
from apps.schemes.rules import advice, floor_check

FIRST, LAST = "first", "last"
TEXTS = ("title", "document_number", "issued_on", "effective_from", "explanation")


class Reading(forms.CharField):
    """Text that ``read`` turns into a value; what it cannot read it refuses in its own words."""

    def __init__(self, *, read, **kwargs):
        super().__init__(**kwargs)
        self.read = read

    def clean(self, value):
        text = super().clean(value)
        try:
            return self.read(text) if text else text
        except ValueError as error:
            raise ValidationError(str(error)) from None


class SchemeForm(forms.Form):
    """One version's texts and parameters. The bounds are not the fields': ``floor_check`` says them, with the rule (R1.2)."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    title = forms.CharField(label="名称", max_length=120)
    document_number = forms.CharField(label="文号", max_length=60, required=False)
    issued_on = DayField(label="发布日期", required=False)
    effective_from = DayField(label="施行日期", required=False, help_text="不早于发布日期；备案以前不施行")
    explanation = forms.CharField(
        label="修订说明",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="改了什么、为什么改。备案以后向社会公开（R1.3）",
    )

    def __init__(self, *args, scheme, **kwargs):
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        if scheme.number == 1:
            del self.fields["explanation"]
        for parameter in PARAMETERS:
            if not parameter.fixed:
                self.fields |= _fields(parameter)

    def clean(self):
        given = super().clean()
        issued, effective, last = given.get("issued_on"), given.get("effective_from"), previous(self.scheme)
        if issued and issued > timezone.localdate():
            self.add_error("issued_on", "发布日期不能晚于今天。还没有发布的，先空着，发布以后再填。")
        if issued and last and last.issued_on and issued < last.issued_on:
            self.add_error("issued_on", f"不能早于第 {last.number} 版的发布日期 {last.issued_on:%Y-%m-%d}。")
        if issued and effective and effective < issued:
            self.add_error("effective_from", f"施行日期不能早于发布日期 {issued:%Y-%m-%d}。")
        for breach in floor_check(self.parameters()):
            if (name := first_field(breach.code)) not in self.errors:
                self.add_error(name, breach.message)
        return given

    def parameters(self):
        """What the form says as Parameters; what it refused stands as it was."""
        found = {parameter.code: self._value(parameter) for parameter in PARAMETERS}
        stands = self.scheme.given
        return Parameters(**{code: getattr(stands, code) if value is None else value for code, value in found.items()})

    def texts(self):
        """The given ones of TEXTS."""
        return {name: self.cleaned_data[name] for name in TEXTS if name in self.cleaned_data}

    def remarks(self):
        """Code -> (kind, text) of what is to be said beside each parameter: below the floor, or other than advised."""
        refused = {parameter.code: self.errors.get(first_field(parameter.code)) for parameter in PARAMETERS}
        wrong = {code: ("act", " ".join(texts)) for code, texts in refused.items() if texts}
        return {code: ("soft", text) for code, text in advice(self.parameters()).items()} | wrong

    def groups(self):
        """Pairs of a group's name and its parameters, each with its bound fields and the advice on it, if any; errors stand with the fields."""
        advised, groups = advice(self.parameters() if self.is_bound else self.scheme.given), {}
        for parameter in PARAMETERS:
            bound = [] if parameter.fixed else [self[name] for name in _fields(parameter)]
            remark = ("soft", advised[parameter.code]) if parameter.code in advised else None
            groups.setdefault(parameter.group, []).append((parameter, bound, remark))
        return list(groups.items())

    def _value(self, parameter):
        given = [self.cleaned_data.get(name) for name in _fields(parameter)]
        if None in given or "" in given and parameter.kind != Kind.WORDS:
            return None
        return tuple(given) if parameter.kind == Kind.SPAN else tuple(given[0]) if parameter.kind == Kind.SEVERAL else given[0]


def initial(scheme):
    """What SchemeForm starts from, but for ``seen``."""
    given, texts = scheme.given, {name: getattr(scheme, name) for name in TEXTS}
    spans = {
        f"{each.code}_{place}": value
        for each in PARAMETERS
        if each.kind == Kind.SPAN
        for place, value in zip([FIRST, LAST], getattr(given, each.code), strict=True)
    }
    return {**texts, **{each.code: getattr(given, each.code) for each in PARAMETERS if each.kind != Kind.SPAN}, **spans}


def first_field(code):
    """The field by which a parameter begins."""
    return code if code not in SPANS else f"{code}_{FIRST}"


def _fields(parameter):
    """Name -> field: one, or two for a span. The guidance's floor and its reason are the help beside it."""
    words = f"底线：{bounds(parameter)}。" if parameter.at_least is not None else ""
    label = f"{parameter.label}（{parameter.unit}）" if parameter.unit else parameter.label
    given = {"label": label, "help_text": f"{words}{parameter.why}（{parameter.rule}）"}
    if parameter.kind == Kind.SPAN:
        first = Reading(read=read_day, max_length=10, **{**given, "label": f"{parameter.label}：自"})
        return {f"{parameter.code}_{FIRST}": first, f"{parameter.code}_{LAST}": Reading(read=read_day, label="至", max_length=10)}
    return {parameter.code: FIELDS[parameter.kind](parameter, given)}


FIELDS = {
    Kind.WHOLE: lambda parameter, given: forms.IntegerField(**given),
    Kind.NUMBER: lambda parameter, given: forms.DecimalField(max_digits=5, decimal_places=2, **given),
    Kind.SHARE: lambda parameter, given: Reading(read=read_share, max_length=12, **given),
    Kind.YES_NO: lambda parameter, given: forms.BooleanField(required=False, **given),
    Kind.CHOICE: lambda parameter, given: forms.ChoiceField(choices=list(parameter.choices.items()), widget=forms.RadioSelect, **given),
    Kind.SEVERAL: lambda parameter, given: forms.MultipleChoiceField(
        required=False, choices=list(parameter.choices.items()), widget=forms.CheckboxSelectMultiple, **given
    ),
    Kind.WORDS: lambda parameter, given: forms.CharField(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), **given),
}


SPANS = {parameter.code for parameter in PARAMETERS if parameter.kind == Kind.SPAN}


class GroundForm(forms.Form):
    """What something added rests on (R1.8): a policy of the list, or one of the province's own."""

    policy = forms.ModelChoiceField(label="所依据的文件", queryset=Policy.objects.all(), required=False, empty_label="不在下面所列")
    basis = forms.CharField(label="其他依据", max_length=160, required=False, help_text="本省的文件，写名称和文号；上面已选的可不写")

    def clean(self):
        given = super().clean()
        if not given.get("policy") and not given.get("basis", "").strip():
            self.add_error("policy", "请选所依据的文件，或在“其他依据”写本省文件的名称和文号（R1.8）。")
        return given


class PointForm(GroundForm):
    text = forms.CharField(label="诊断点", max_length=120, help_text="写看什么，如“产业学院数量与在读学生数”")
    kind = forms.ChoiceField(label="类别", choices=Point.Kind, widget=forms.RadioSelect, initial=Point.Kind.TEXT)
    indicators = forms.CharField(label="指标", max_length=120, required=False, help_text="数据字典的指标编号，如 K001；多个用逗号隔开")
    evidence = forms.CharField(label="佐证", max_length=120, required=False)
    field_order = ["text", "kind", "indicators", "evidence", "policy", "basis"]

    def clean_indicators(self):
        codes = [code.strip().upper() for code in self.cleaned_data["indicators"].replace("，", ",").replace("、", ",").split(",") if code.strip()]
        known = set(Indicator.objects.filter(code__in=codes).values_list("code", flat=True))
        if unknown := [code for code in codes if code not in known]:
            raise ValidationError(f"数据字典里没有指标 {'、'.join(unknown)}。请核对编号，如 K001。")
        return codes

    def clean(self):
        given = super().clean()
        if given.get("kind") == Point.Kind.NUMBER and not given.get("indicators") and "indicators" not in self.errors:
            self.add_error("indicators", "类别是“指标”的，请写至少一个指标编号。")
        return given


class HintNoteForm(GroundForm):
    text = forms.CharField(label="注解", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text="写在指导方案的提示旁边，不代替它")
    field_order = ["text", "policy", "basis"]


class AdjustmentForm(forms.ModelForm):
    class Meta:
        model = Adjustment
        fields = ["group", "threshold", "value", "reason"]
        widgets = {"group": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"group": "边远贫困地区依 R1.4；艺术、体育、特教类的标准，设置标准留给省定", "reason": "为什么这样调整，向社会公开（R1.4）"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = Adjustment.Group.choices
        self.fields["threshold"].choices = [("", "请选择"), *Adjustment.Threshold.choices]
        self.fields["value"].widget.attrs["inputmode"] = "decimal"

    def clean(self):
        given = super().clean()
        value = given.get("value")
        if value is not None and value <= 0:
            self.add_error("value", "请写大于 0 的数；不要求的，不能写成 0。")
        if given.get("threshold") == Adjustment.Threshold.MAJOR_TEACHERS and value and value > 100:
            self.add_error("value", "占比不能超过 100。")
        return given

    def validate_unique(self):
        """The number set before is replaced."""

    def validate_constraints(self):
        """``clean`` says it in our words."""


class InstrumentForm(forms.Form):
    upload = forms.FileField(label="文件", help_text="方案正文或附件：PDF、Word、Excel 或图片，不超过 20 MB")


class CityNoteForm(forms.Form):
    text = forms.CharField(
        label="说明", max_length=500, widget=forms.Textarea(attrs={"rows": 4}), help_text="本市的安排，如联系人、报送办法；各项数字以省级方案为准"
    )
    first_day = DayField(label="自", required=False, help_text="有日期安排的填")
    last_day = DayField(label="至", required=False)

    def clean(self):
        given = super().clean()
        if given.get("first_day") and given.get("last_day") and given["last_day"] < given["first_day"]:
            self.add_error("last_day", "最后一天不能早于第一天。")
        return given
