from django import forms

from apps.core.fields import DayField
from apps.experts.models import Expert
from apps.experts.rules import Field
from apps.experts.selectors.pool import found_by, specialities
from apps.organizations.models import Level, Organization
from apps.workflow.forms import StepForm

TRAINED = [("yes", "有有效培训"), ("no", "没有有效培训")]
BUSY = [("0", "没有承担"), ("1", "承担 1 个"), ("2", "承担 2 个及以上")]


def below(province, *levels):
    return Organization.objects.filter(path__startswith=province.path, level__in=levels, closed_on=None).order_by("path")


class PoolFilter(forms.Form):
    """What the list is narrowed to; what is not understood narrows nothing."""

    q = forms.CharField(
        label="专家", required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search", "placeholder": "姓名、单位或账号"})
    )
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Field.choices])
    speciality = forms.ChoiceField(label="专长", required=False)
    trained = forms.ChoiceField(label="培训", required=False, choices=[("", "全部"), *TRAINED])
    busy = forms.ChoiceField(label="在办专家组", required=False, choices=[("", "全部"), *BUSY])
    state = forms.MultipleChoiceField(required=False, choices=Expert.State, widget=forms.MultipleHiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["speciality"].choices = [("", "全部"), *((each.code, f"{each.code} {each.name}") for each in specialities())]

    def narrowed(self, rows):
        self.is_valid()
        given = self.cleaned_data
        rows = rows.filter(found_by(given["q"])) if given.get("q") else rows
        rows = rows.filter(kind=given["kind"]) if given.get("kind") else rows
        rows = rows.filter(specialities__contains=[given["speciality"]]) if given.get("speciality") else rows
        rows = rows.filter(trained=given["trained"] == "yes") if given.get("trained") else rows
        return rows.filter(**{"load__gte" if given["busy"] == "2" else "load": int(given["busy"])}) if given.get("busy") else rows

    @property
    def chosen(self):
        return any(value for name, value in self.cleaned_data.items() if name != "state")


class DescribeForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=Field, widget=forms.RadioSelect)
    title = forms.CharField(label="职称或职务", max_length=60, required=False)
    city = forms.ModelChoiceField(
        label="工作所在地市", required=False, queryset=Organization.objects.none(), empty_label="不在本省的地市",
        help_text="与学校在同一地市的，不参加该校复核",
    )  # fmt: skip
    specialities = forms.MultipleChoiceField(label="专长", required=False, widget=forms.CheckboxSelectMultiple, help_text="诊断要素和专业类，可多选")
    languages = forms.CharField(label="工作语言", max_length=60, required=False, help_text="普通话以外的，如藏语")

    def __init__(self, *args, province, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["specialities"].choices = [(each.code, f"{each.code} {each.name}") for each in specialities()]
        self.fields["city"].queryset = below(province, Level.CITY)


class NominateForm(DescribeForm):
    name = forms.CharField(label="姓名", max_length=60)
    username = forms.SlugField(label="账号", max_length=60, help_text="字母、数字、连字符；已有账户的人写他的账号。新账户到同意入库时才能登录")
    employer = forms.CharField(label="工作单位", max_length=100, help_text="写全称")
    employer_unit = forms.ModelChoiceField(
        label="工作单位在本系统内的，请选", required=False, queryset=Organization.objects.none(), empty_label="不在本系统内",
        help_text="学校或地市；选了学校，入库时即登记回避",
    )  # fmt: skip
    since = DayField(label="在该单位工作，自")
    field_order = ["name", "username", "kind", "title", "employer", "employer_unit", "since", "city", "specialities", "languages"]

    def __init__(self, *args, province, **kwargs):
        super().__init__(*args, province=province, **kwargs)
        self.fields["employer_unit"].queryset = below(province, Level.CITY, Level.SCHOOL)


class JobForm(forms.Form):
    name = forms.CharField(label="单位", max_length=100, help_text="写全称")
    unit = forms.ModelChoiceField(
        label="单位在本系统内的，请选", required=False, queryset=Organization.objects.none(), empty_label="不在本系统内"
    )  # fmt: skip
    since = DayField(label="自")
    until = DayField(label="至", required=False, help_text="最后一天；现在还在的不填，原来的单位随之结束")

    def __init__(self, *args, province, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = below(province, Level.CITY, Level.SCHOOL)

    def clean(self):
        given = super().clean()
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", "最后一天不能早于第一天")
        return given


class TrainForm(forms.Form):
    title = forms.CharField(label="培训名称", max_length=100)
    organiser = forms.CharField(label="组织单位", max_length=100)
    on = DayField(label="结业日期")
    until = DayField(label="有效至", required=False, help_text="最后一天；长期有效的不填")
    experts = forms.ModelMultipleChoiceField(label="参加的专家", queryset=Expert.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, experts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["experts"].queryset = experts
        self.fields["experts"].label_from_instance = lambda expert: f"{expert}（{expert.employer}）"


class RemoveForm(StepForm):
    removal = forms.CharField(
        label="出库原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="如：本人申请、年龄、违纪。专家本人和推荐单位看得到"
    )
