"""What is asked in self-diagnosis: the year to begin, who writes which element, a regime, a plan, a target, a measure and its progress,
what is blocked in a public copy."""

from django import forms
from django.utils.timezone import localdate

from apps.accounts.access import holders
from apps.accounts.forms import SignAgainForm
from apps.core.canonical import number_text
from apps.core.fields import DayField
from apps.core.templatetags.look import school_year
from apps.diagnosis.lifecycle import WRITE
from apps.diagnosis.models import Invitation
from apps.diagnosis.services.measures import FUTURE
from apps.diagnosis.services.plans import NO_AIM, SAID
from apps.diagnosis.services.public import BLOCKED, KEPT, Decision
from apps.diagnosis.services.regimes import TEXTS
from apps.schemes.selectors import elements
from apps.workflow.forms import StepForm


class OpenForm(forms.Form):
    year = forms.TypedChoiceField(label="学年", coerce=int, help_text="状态数据已经受理的学年")

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, school_year(year)) for year in years]


class AssignForm(forms.Form):
    """Who writes which element: a choice for each, from those who may write in this diagnosis."""

    def __init__(self, *args, diagnosis, **kwargs):
        super().__init__(*args, **kwargs)
        people = [("", "未分派"), *((str(person.pk), str(person)) for person in holders(WRITE, diagnosis).order_by("name"))]
        for element in elements(diagnosis.scheme.guidance):
            self.fields[element.code] = forms.ChoiceField(label=str(element), choices=people, required=False)


def long_text(label, **kwargs):
    return forms.CharField(label=label, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


class InviteForm(forms.Form):
    """A party, and the elements it is asked about (R7.6)."""

    party = forms.ChoiceField(label="哪一方", choices=Invitation.Party.choices)
    organisation = forms.CharField(label="单位", max_length=100)
    person = forms.CharField(label="姓名", max_length=40)
    codes = forms.MultipleChoiceField(label="请对方看的诊断要素", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, diagnosis, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = [(element.code, str(element)) for element in elements(diagnosis.scheme.guidance)]


class RegimeForm(forms.Form):
    """四样: 重点, 要求, 周期, 组织 (R7.1). A draft may be kept half written; it is put in force whole."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="名称", max_length=120)
    emphasis = long_text("诊改重点", help_text="本校这几年着重诊断和改进什么")
    requirements = long_text("工作要求", help_text="怎样查摆问题、怎样改进、怎样检查")
    cycle_years = forms.IntegerField(label="周期", min_value=1, max_value=9, required=False, help_text="每几年完成一轮自我诊改，不超过省级方案的规定")
    organisation = long_text("组织分工", help_text="谁牵头、各部门负责什么、谁参加")

    def texts(self):
        return {name: self.cleaned_data[name] for name in TEXTS}


class PlanForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="名称", max_length=120, help_text="例如“‘十四五’事业发展规划”")
    first_year = forms.IntegerField(label="起始年", min_value=1990, max_value=2100)
    last_year = forms.IntegerField(label="结束年", min_value=1990, max_value=2100)
    file = forms.FileField(label="文件", required=False, help_text="规划全文，PDF 或 Word")


class TargetForm(forms.Form):
    """What the plan sets for one hint, at first as the Target ``old`` has it; left empty it takes it away."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    year = forms.TypedChoiceField(label="学年", coerce=int, required=False, empty_value=None)
    text = forms.CharField(
        label="目标", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="连同指标一起清空，即去掉这一条目标"
    )
    indicator = forms.ChoiceField(label="对应的指标", required=False, help_text="目标是一个数的，选出它的指标，工作表上就能对照")
    value = forms.DecimalField(label="目标值", required=False, max_digits=16, decimal_places=4)

    def __init__(self, *args, plan, indicators, old, **kwargs):
        super().__init__(*args, **kwargs)
        years = range(plan.first_year - 1, plan.last_year + 1)
        self.fields["year"].choices = [("", "规划期内各年"), *((year, school_year(year)) for year in years)]
        self.fields["indicator"].choices = _indicators(indicators, old)

    def overtaken(self, opened, now, seen):
        """Say what somebody else set meanwhile (``now``, with its mark); sent once more, what was typed stands.

        What stands of a year that was not ``opened`` is not written over.
        """
        if self.cleaned_data["year"] != opened:
            self.add_error("year", "这个学年已有一条目标，请在规划页上打开那一条再改。")
            return
        self.data = {**self.data.dict(), "seen": seen}
        self.add_error("text", _overtaken(now))


class TargetsForm(forms.Form):
    """What the plan sets for the whole of its period, for each of ``targets`` (a hint, its Target or None, and the mark of it)."""

    def __init__(self, *args, targets, indicators, **kwargs):
        super().__init__(*args, **kwargs)
        self.targets = targets
        for number, (hint, old, seen) in enumerate(targets):
            text, indicator, value = (old.text, old.indicator, plain(old.value)) if old else ("", "", None)
            area = forms.Textarea(attrs={"rows": 2})
            self.fields[f"text_{number}"] = forms.CharField(label=f"{hint}", max_length=500, required=False, widget=area, initial=text)
            choices = _indicators(indicators, old)
            self.fields[f"indicator_{number}"] = forms.ChoiceField(label="对应的指标", choices=choices, required=False, initial=indicator)
            self.fields[f"value_{number}"] = forms.DecimalField(label="目标值", required=False, max_digits=16, decimal_places=4, initial=value)
            self.fields[f"seen_{number}"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=seen)

    def clean(self):
        given = super().clean()
        for number in range(len(self.targets)):
            if given.get(f"value_{number}") is not None and not given.get(f"indicator_{number}"):
                self.add_error(f"indicator_{number}", "目标值要写明是哪个指标的，请选指标，或者去掉目标值。")
            if given.get(f"indicator_{number}") and given.get(f"value_{number}") is None and not given.get(f"text_{number}"):
                self.add_error(f"value_{number}", NO_AIM)
        return given

    def overtaken(self, hints, now):
        """Say at each of ``hints`` what somebody else set meanwhile (``now``: targets as the form takes them); sent once more, what was typed stands."""
        self.data = self.data.dict()
        for number, (hint, target, seen) in enumerate(now):
            if hint in hints:
                self.data[f"seen_{number}"] = seen
                self.add_error(f"text_{number}", _overtaken(target))

    @property
    def rows(self):
        """The bound fields of each hint, what is hidden last."""
        return [[self[f"{name}_{number}"] for name in (*SAID, "seen")] for number in range(len(self.targets))]

    @property
    def given(self):
        """As set_targets takes them."""
        words = [{name: self.cleaned_data[f"{name}_{number}"] for name in (*SAID, "seen")} for number in range(len(self.targets))]
        return [(hint, {"year": None, **each}) for (hint, _old, _seen), each in zip(self.targets, words, strict=True)]


def plain(value):
    """A number as somebody types it: without the noughts of its column."""
    return None if value is None else number_text(value)


def _indicators(indicators, old):
    """The choices of an indicator; one that a target names stays to be chosen, whatever has become of it."""
    known = {each.code: f"{each.code} {each.name}{f'（{each.unit}）' if each.unit else ''}" for each in indicators}
    if old and old.indicator:
        known.setdefault(old.indicator, f"{old.indicator}（现在的附 1 未列入这一要素）")
    return [("", "不对应指标"), *known.items()]


def _overtaken(old):
    number = f"（{old.number}）" if old and old.text and old.indicator else ""
    told = f"别人刚把这一条改为“{old}”{number}" if old else "别人刚去掉了这一条"
    return f"{told}。您写的还在框里：再按一次保存，就以您写的为准。"


class MeasureForm(forms.Form):
    """A measure; what is ``fixed`` stands there to be read, ``promised``: another day needs a reason."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    element = forms.ChoiceField(label="诊断要素", required=False)
    problem = forms.CharField(label="问题", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="诊断出的问题，落到数据和事例")
    aim = forms.CharField(
        label="措施与目标", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="做什么，做到什么程度；有针对性，可执行"
    )
    owner = forms.CharField(label="责任人", max_length=60, required=False, help_text="人或部门，例如“教务处”")
    due = DayField(label="计划完成", required=False, help_text="没有日期的，复核以前要补上（R8.6）")
    reason = forms.CharField(label="改期的原因", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="改了日期的才写")

    def __init__(self, *args, guidance, fixed=(), promised=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.elements = {each.code: each for each in elements(guidance)} if guidance else {}
        self.fields["element"].choices = [("", "不限于一个要素"), *((code, str(each)) for code, each in self.elements.items())]
        for name in fixed:
            self.fields[name].disabled = True
        if not promised:
            self.fields["reason"].widget = forms.HiddenInput()

    def clean_due(self):
        """A day to come, when it is set; one that has passed since stays as it was promised."""
        day = self.cleaned_data["due"]
        if day and "due" in self.changed_data and day < localdate():
            raise forms.ValidationError(f"{day:%Y-%m-%d} 已经过去，请写今天或以后的日期；已经做完的，登记以后记为已实施。")
        return day

    def clean_element(self):
        return self.elements.get(self.cleaned_data["element"])


class DropForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ProgressForm(forms.Form):
    text = forms.CharField(label="进展", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    file = forms.FileField(label="佐证", required=False, help_text="照片、文件、记录等，一次一个")


class CarryOutForm(StepForm):
    """The day and what has shown (R7.5)."""

    on = DayField(label="完成日期")
    effect = forms.CharField(
        label="已见成效", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="只写已经显现的；还没有见效的，写“尚未见效”和现在的情况，不写预测",
    )  # fmt: skip

    def clean_on(self):
        if (day := self.cleaned_data["on"]) > localdate():
            raise forms.ValidationError(FUTURE)
        return day


class PublicForm(forms.Form):
    """What is done about each of ``items`` (Suspects): a mail address is blocked or kept for a reason, anything else is blocked; and further words."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(
        label="还要遮住的文字", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一个，例如学生、教师的姓名；报告里每一处都遮住",
    )  # fmt: skip

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        self.mails = [(number, item) for number, item in enumerate(items) if item.may_stay]
        for number, item in self.mails:
            self.fields[f"done_{number}"] = forms.ChoiceField(
                label=f"电子邮箱 {item.finding.words}", choices=[(BLOCKED, "遮住"), (KEPT, "保留")], initial=BLOCKED, widget=forms.RadioSelect, help_text=item.where,
            )  # fmt: skip
            self.fields[f"reason_{number}"] = forms.CharField(
                label=f"保留 {item.finding.words} 的理由", max_length=200, required=False, help_text="只有学校对外的公用邮箱可以保留"
            )
        self.order_fields([*(name for name in self.fields if name != "words"), "words"])

    def clean(self):
        given = super().clean()
        for number, item in self.mails:
            if given.get(f"done_{number}") == KEPT and not given.get(f"reason_{number}"):
                self.add_error(f"reason_{number}", f"要保留 {item.finding.words} 的，请写明理由；不保留的，选“遮住”。")
        return given

    @property
    def decisions(self):
        given = self.cleaned_data
        found = {item.key: Decision(BLOCKED) for item in self.items}
        return found | {item.key: Decision(given[f"done_{number}"], given[f"reason_{number}"]) for number, item in self.mails}


class SignForm(SignAgainForm, StepForm):
    """The principal's signature (R7.3): the fingerprint that stood on the page, since when it stood there, and the password."""

    signed = forms.CharField(widget=forms.HiddenInput, max_length=64)
    shown_at = forms.DateTimeField(widget=forms.HiddenInput)
    read = forms.BooleanField(label="我已通读全文，内容真实、准确，不含等级性结论")

    field_order = ["seen", "signed", "shown_at", "read", "password"]


class ScanForm(forms.Form):
    file = forms.FileField(label="文件", help_text="PDF 或 JPG，20 MB 以内", widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg"}))
