from django import forms
from django.utils.timezone import localdate

from apps.core.fields import DayField
from apps.sampling.rules.frame import Place
from apps.workflow.forms import StepForm, note_field


class PlanForm(forms.Form):
    title = forms.CharField(label="名称", max_length=120, help_text="如：第一周期复核实施规划")
    first_year = forms.IntegerField(label="起始年", min_value=2016, max_value=2100, help_text="周期的长短按施行中的省级方案。")


class SettleForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    quota = forms.IntegerField(label="抽取校数", min_value=0, help_text="不多于参加抽取的学校。")
    reserves = forms.IntegerField(label="备选校数", min_value=0)
    source = forms.CharField(
        label="随机数的公开来源", max_length=300,
        help_text="写明到时候看什么、怎样读数，人人都查得到。如：中国福利彩票双色球第 2026140 期开奖号码，红球由小到大，再写蓝球。",
    )  # fmt: skip
    reveal_on = DayField(label="随机数产生的日期", help_text="应晚于今天：封存时随机数还不能存在。")

    def clean_reveal_on(self):
        day = self.cleaned_data["reveal_on"]
        if day <= localdate():
            raise forms.ValidationError("应晚于今天：封存以前随机数不能已经产生。请另选一个以后的日期。")
        return day


class CommitForm(StepForm):
    """``undrawn``: the earlier years of the cycle in which nobody has been drawn."""

    ahead = forms.BooleanField(required=False)

    def __init__(self, *args, undrawn, year, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ahead"].label = f"本周期 {'、'.join(map(str, undrawn))} 年还没有抽取，仍先封存 {year} 年的"
        if not undrawn:
            del self.fields["ahead"]


class RevealForm(StepForm):
    value = forms.CharField(label="随机数", max_length=200, help_text="照公开来源一字不差地写，数之间空一格。写入以后不能更改。")


class ChangeForm(StepForm):
    note = note_field(500)


class DeferForm(ChangeForm):
    to_year = forms.IntegerField(label="延至年份", min_value=2016, max_value=2100)


class PilotForm(forms.Form):
    code = forms.CharField(label="学校标识码", max_length=12, help_text="10 位，如 3661000001。")
    since = DayField(label="自")

    def clean_code(self):
        return self.cleaned_data["code"].strip()


class EndPilotForm(forms.Form):
    until = DayField(label="至")


class ShortfallForm(forms.Form):
    text = forms.CharField(label="原因和以后的安排", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))


class ApplyForm(forms.Form):
    year = forms.TypedChoiceField(label="希望复核的年份", coerce=int)
    reason = forms.CharField(label="申请理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, f"{year} 年") for year in years]


class FrameFilter(forms.Form):
    """What of the frame to look at; whatever cannot be read filters nothing."""

    place = forms.ChoiceField(label="在框与否", required=False, choices=[("", "全部"), *Place.choices])
    rule = forms.ChoiceField(label="为何不参加", required=False)
    area = forms.ChoiceField(label="地市", required=False)
    words = forms.CharField(label="名称或标识码", required=False, max_length=60)

    def __init__(self, *args, areas, rules, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [("", "全部规则"), *rules]
        self.fields["area"].choices = [("", f"全部 {len(areas)} 个"), *areas]

    def narrowed(self, rows):
        if not self.is_valid():
            return rows
        given = self.cleaned_data
        rows = rows.filter(place=given["place"]) if given["place"] else rows
        rows = rows.filter(place=Place.OUT, rule=given["rule"]) if given["rule"] else rows
        rows = rows.filter(area_code=given["area"]) if given["area"] else rows
        words = given["words"].strip()
        return rows.filter(name__icontains=words) | rows.filter(code__startswith=words) if words else rows
