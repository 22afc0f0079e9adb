"""What is asked in self-diagnosis: the year to begin, who writes which element, a regime, a plan, a target."""

from django import forms

from apps.accounts.access import holders
from apps.accounts.forms import SignAgainForm
from apps.core.templatetags.look import school_year
from apps.diagnosis.lifecycle import WRITE
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
    title = forms.CharField(label="名称", max_length=120, help_text="例如“‘十四五’事业发展规划”")
    first_year = forms.IntegerField(label="起始年", min_value=1990, max_value=2100)
    last_year = forms.IntegerField(label="结束年", min_value=1990, max_value=2100)
    file = forms.FileField(label="文件", required=False, help_text="规划全文，PDF 或 Word")


class TargetForm(forms.Form):
    """What the plan sets for one hint; an empty text takes it away."""

    year = forms.TypedChoiceField(label="学年", coerce=int, required=False, empty_value=None)
    text = forms.CharField(label="目标", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="清空即去掉这一条目标")
    indicator = forms.ChoiceField(label="对应的指标", required=False, help_text="目标是一个数的，选出它的指标，工作表上就能对照")
    value = forms.DecimalField(label="目标值", required=False, max_digits=16, decimal_places=4)

    def __init__(self, *args, plan, indicators, **kwargs):
        super().__init__(*args, **kwargs)
        years = range(plan.first_year - 1, plan.last_year + 1)
        self.fields["year"].choices = [("", "规划期内各年"), *((year, school_year(year)) for year in years)]
        self.fields["indicator"].choices = [("", "不对应指标"), *((each.code, f"{each.code} {each.name}（{each.unit}）") for each in indicators)]


class SignForm(SignAgainForm, StepForm):
    """The principal's signature (R7.3): the fingerprint that stood on the page, since when it stood there, and the password."""

    signed = forms.CharField(widget=forms.HiddenInput, max_length=64)
    shown_at = forms.DateTimeField(widget=forms.HiddenInput)
    read = forms.BooleanField(label="我已通读全文，内容真实、准确，不含等级性结论")

    field_order = ["seen", "signed", "shown_at", "read", "password"]


class ScanForm(forms.Form):
    file = forms.FileField(label="文件", help_text="PDF 或 JPG，20 MB 以内", widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg"}))
