"""What is asked about rounds, in the list of returns and at a step of the chain."""

from datetime import date
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from apps.accounts.forms import SignAgainForm
from apps.administration.selectors import found_by
from apps.core.dates import school_year
from apps.core.fields import DayField
from apps.core.templatetags.look import school_year as year_words
from apps.dictionary.models import Edition
from apps.organizations.models import Organization
from apps.statusdata.models import Return, Round
from apps.statusdata.selectors.returns import lying_in
from apps.workflow.forms import StepForm

#: A year is collected once it has ended, and in time for the report due on 31 December (R4): (month, day) after its end.
USUAL = {"school_due": (10, 31), "city_due": (11, 20), "province_due": (12, 10)}
#: When the usual days have passed: so many days from now.
SOON = {"school_due": 30, "city_due": 45, "province_due": 60}
YEARS = 3


def usual_deadlines(year, today):
    """The deadlines proposed for a round of ``year``: the usual days, or counted from today once those have passed."""
    usual = {name: date(year + 1, month, day) for name, (month, day) in USUAL.items()}
    if usual["school_due"] > today:
        return usual
    return {name: date.fromordinal(today.toordinal() + days) for name, days in SOON.items()}


class RoundForm(forms.Form):
    year = forms.TypedChoiceField(label="学年", coerce=int)
    school_due = DayField(label="学校上报期限", help_text="校长最迟在这一天签字上报")
    city_due = DayField(label="市级审核期限", help_text="不早于学校期限")
    province_due = DayField(label="省级受理期限", help_text="不早于市级期限；12 月 31 日前要写入年度报告")
    practice = forms.BooleanField(label="这是练习轮次", help_text="每一页都标明“练习”，数值不计入任何汇总", required=False)

    def __init__(self, *args, province, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.province = province
        ended = school_year(today) - 1
        self.fields["year"].choices = [(year, year_words(year)) for year in range(ended + 1, ended + 1 - YEARS, -1)]
        # The year that has ended, unless it has its round: then the next.
        year = ended + Round.objects.filter(province=province, year=ended, practice=False).exists()
        self.initial = {"year": year, **usual_deadlines(year, today), **self.initial}

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not Edition.objects.filter(since_year__lte=year).exists():
            raise ValidationError(f"{year_words(year)}还没有数据字典，请先由平台管理员载入。")
        return year

    def clean(self):
        given = super().clean()
        days = [(name, given[name]) for name in USUAL if given.get(name)]
        for (earlier, day), (later, next_day) in pairwise(days):
            if next_day < day:
                self.add_error(later, f"不能早于{self.fields[earlier].label}（{day:%Y-%m-%d}）。期限从学校到省依次往后，请改这一项或上一项。")
        taken = Round.objects.filter(province=self.province, year=given.get("year"), practice=False)
        if not given.get("practice") and taken.exists():
            self.add_error("year", "这个学年已经有一个正式轮次。如要试填，请勾选“这是练习轮次”。")
        return given


class ReturnFilter(forms.Form):
    """What the list is narrowed to; what is not understood narrows nothing."""

    q = forms.CharField(
        label="学校", required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search", "placeholder": "名称、拼音首字母或标识码"})
    )
    year = forms.TypedChoiceField(label="学年", required=False, coerce=int, empty_value=None)
    at = forms.ModelChoiceField(label="地区", required=False, queryset=Organization.objects.none(), to_field_name="code", empty_label="全部")
    state = forms.MultipleChoiceField(label="到哪一步", required=False, choices=Return.State, widget=forms.MultipleHiddenInput)
    round = forms.UUIDField(required=False, widget=forms.HiddenInput)
    late = forms.BooleanField(label="只看逾期", required=False)
    remarks = forms.BooleanField(label="只看有批注待答复", required=False)

    def __init__(self, *args, years, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "全部"), *((year, year_words(year)) for year in years)]
        self.fields["at"].queryset = parts

    def narrowed(self, rows):
        self.is_valid()
        given = self.cleaned_data
        wanted = Q()
        if given.get("q"):
            wanted &= found_by(given["q"], "school")
        if given.get("at"):
            wanted &= lying_in(given["at"])
        exact = {"round__year": given.get("year"), "round": given.get("round"), "state__in": given.get("state")}
        wanted &= Q(**{name: value for name, value in exact.items() if value})
        wanted &= Q(late=True) if given.get("late") else Q()
        wanted &= Q(open_remarks__gt=0) if given.get("remarks") else Q()
        return rows.filter(wanted)

    @property
    def chosen(self):
        return any(self.cleaned_data.values())


class SignForm(SignAgainForm, StepForm):
    """The principal's certification (D6): the fingerprint that stood on the page, since when it stood there, and the password."""

    signed = forms.CharField(widget=forms.HiddenInput, max_length=64)
    shown_at = forms.DateTimeField(widget=forms.HiddenInput)
    read = forms.BooleanField(label="我已通读以上内容，对其真实、完整负责")

    field_order = ["seen", "signed", "shown_at", "read", "password"]
