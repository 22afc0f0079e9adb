from datetime import timedelta

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone

from apps.administration.services import units
from apps.administration.services.people import deputies_of
from apps.core.fields import DayField
from apps.organizations.models import Level, Organization, OrgType, Register, Sponsor
from apps.organizations.reference import counties

#: Which edition of the codes the platform keeps: later names are not in it.
EDITION = "用行政区划代码 2016 年 7 月版，此后更名、新设的按当时的名称选"


class TermForm(forms.Form):
    since = DayField(label="自", initial=timezone.localdate)
    until = DayField(label="至", required=False, help_text="最后一天；不定期限的不填")

    def clean(self):
        given = super().clean()
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", "最后一天不能早于第一天")
        return given


class AppointForm(TermForm):
    username = forms.SlugField(label="账号", max_length=60, help_text="字母、数字、连字符；已有账户的人写他的账号")
    name = forms.CharField(label="姓名", max_length=60)
    department = forms.CharField(label="部门", max_length=60, required=False)
    role = forms.ChoiceField(label="岗位", widget=forms.RadioSelect)
    field_order = ["role", "username", "name", "department", "since", "until"]

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]


class EndForm(forms.Form):
    until = DayField(label="最后一天", initial=timezone.localdate, help_text="填昨天，即刻失效")

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until < timezone.localdate() - timedelta(days=1):
            raise forms.ValidationError("已经过去的日子不能改，最早填昨天")
        return until


class DeputiseForm(TermForm):
    deputy = forms.ModelChoiceField(label="代理人", queryset=get_user_model().objects.none(), empty_label="请选择", help_text="本单位在岗的人员")
    field_order = ["deputy", "since", "until"]

    def __init__(self, *args, post, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = deputies_of(post)
        self.blocked = not self.fields["deputy"].queryset
        if self.blocked:
            self.fields["deputy"].help_text = "本单位没有别的在岗人员可以代理，请先由上级任命一位"
        self.fields["until"].required = True
        self.fields["until"].help_text = "最后一天；代理总有期限"


class ChangeForm(forms.Form):
    """What every change of a unit asks: from which day, on what ground, and how much of the history the page showed."""

    on = DayField(label="自", initial=timezone.localdate, help_text="批文写明的日子，不晚于今天")
    reason = forms.CharField(label="依据", max_length=200, help_text="批文的机关、文号，或者事由；会列在机构的历史里")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, by, unit=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.unit = by, unit
        self.prepare()

    def prepare(self):
        """A subclass fills in what its fields may hold."""


def by_city(cities):
    """The counties of ``cities`` to choose from, a group for each."""
    groups = [(city.name, [(code, f"{row['name']} {code}") for code, row in counties().items() if row["city"] == city.code]) for city in cities]
    return [("", "请选择"), *(group for group in groups if group[1])]


class RenameForm(ChangeForm):
    name = forms.CharField(label="新名称", max_length=100)
    field_order = ["name", "on", "reason", "seen"]


class MoveForm(ChangeForm):
    parent = forms.ModelChoiceField(label="主管", queryset=Organization.objects.none(), help_text="由谁审核；省属学校选省")
    area = forms.ModelChoiceField(label="所在地市", queryset=Organization.objects.none(), help_text="坐落在哪里、计入哪里，不论由谁主管")
    region_code = forms.ChoiceField(label="行政区划", required=False, help_text=f"所在的区县；换了地市的另选。{EDITION}")
    field_order = ["parent", "area", "region_code", "on", "reason", "seen"]

    def prepare(self):
        cities = units.places(self.by, Level.CITY)
        self.fields["parent"].queryset = units.places(self.by, Level.PROVINCE, Level.CITY)
        self.fields["area"].queryset = cities
        self.fields["region_code"].choices = by_city(cities)
        register = self.unit.registers.last()
        self.initial |= {"parent": self.unit.parent_id, "area": self.unit.area_id, "region_code": register.region_code if register else ""}


class CloseForm(ChangeForm):
    into = forms.CharField(label="并入", required=False, max_length=12, help_text="并入另一单位的，写它的代码；没有并入的不填")
    field_order = ["on", "into", "reason", "seen"]

    def clean_into(self):
        if not (code := self.cleaned_data["into"].strip().upper()):
            return None
        found = units.managed(self.by).filter(code=code, level=self.unit.level).exclude(pk=self.unit.pk).first()
        if found is None:
            raise forms.ValidationError(f"本省没有代码为 {code} 的同级单位，请到机构列表核对；不并入的不填。")
        return found


class FactsForm(forms.Form):
    """What the authority knows of a school (A3), by the codes of GB/T 33782."""

    region_code = forms.ChoiceField(label="行政区划", help_text=f"所在的区县。{EDITION}")
    org_type = forms.ChoiceField(label="办学类型", choices=[("", "请选择"), *OrgType.choices])
    sponsor_code = forms.ChoiceField(label="举办者", choices=[("", "请选择"), *Sponsor.choices])
    authority_code = forms.ChoiceField(label="主管部门", choices=[("", "请选择"), *Sponsor.choices])
    special_category = forms.ChoiceField(label="学校类别", choices=Register.Category)
    remote_poor = forms.BooleanField(label="边远贫困地区学校", required=False)
    closing_plan = forms.BooleanField(label="列入关停并转", required=False)
    accident_closed_on = DayField(label="最近一次重大教学事故处理完毕日", required=False, help_text="没有的不填")

    FACTS = ("region_code", "org_type", "sponsor_code", "authority_code", "special_category", "remote_poor", "closing_plan", "accident_closed_on")

    def offer_counties(self, cities):
        """The counties of ``cities``, a group for each."""
        self.fields["region_code"].choices = by_city(cities)

    def check_county(self, area):
        code = self.cleaned_data.get("region_code")
        if area and code and counties()[code]["city"] != area.code:
            self.add_error("region_code", f"{counties()[code]['name']}不在{area}，请另选，或者改所在地市。")


class RegisterForm(FactsForm, ChangeForm):
    on = reason = None
    since = DayField(label="自", initial=timezone.localdate, help_text="新的情况从哪一天起；此前的登记保留到前一天")
    field_order = ["since", *FactsForm.FACTS, "seen"]

    def prepare(self):
        self.offer_counties([self.unit.area] if self.unit.area else units.places(self.by, Level.CITY))
        if last := self.unit.registers.last():
            self.initial = {name: getattr(last, name) for name in self.FACTS} | self.initial


class CityForm(ChangeForm):
    name = forms.CharField(label="名称", max_length=100)
    code = forms.RegexField(r"^[0-9]{6}$", label="代码", help_text="GB/T 2260 的六位代码", error_messages={"invalid": "代码是六位数字，请核对。"})
    seen = None
    field_order = ["name", "code", "on", "reason"]

    def clean_code(self):
        code = self.cleaned_data["code"]
        if code[:2] != self.unit.code[:2]:
            raise forms.ValidationError(f"{self.unit}的单位代码以 {self.unit.code[:2]} 开头，请核对。")
        return code


class SchoolForm(FactsForm, ChangeForm):
    name = forms.CharField(label="学校名称", max_length=100, help_text="批文上的全称")
    code = forms.RegexField(
        r"^[0-9]{10}$", label="学校标识码", help_text="教育部编的十位数字", error_messages={"invalid": "学校标识码是十位数字，请核对。"}
    )
    parent = forms.ModelChoiceField(label="主管", queryset=Organization.objects.none(), empty_label="请选择", help_text="由谁审核；省属学校选省")
    area = forms.ModelChoiceField(
        label="所在地市", queryset=Organization.objects.none(), empty_label="请选择", help_text="坐落在哪里、计入哪里，不论由谁主管"
    )
    seen = None
    field_order = ["name", "code", "parent", "area", *FactsForm.FACTS, "on", "reason"]

    def prepare(self):
        cities = units.places(self.by, Level.CITY)
        self.fields["parent"].queryset = units.places(self.by, Level.PROVINCE, Level.CITY)
        self.fields["area"].queryset = cities
        self.offer_counties(cities)
        if self.unit.level == Level.CITY:
            self.initial |= {"parent": self.unit.pk, "area": self.unit.pk}

    def clean(self):
        given = super().clean()
        self.check_county(given.get("area"))
        return given
