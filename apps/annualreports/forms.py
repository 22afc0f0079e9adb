import unicodedata

from django import forms

from apps.accounts.forms import SignAgainForm
from apps.annualreports.contents import OPTIONAL, TEXTS
from apps.annualreports.models import Circular, Fund, YearlyReport
from apps.deliberation.forms import NumberField
from apps.workflow.forms import StepForm

HELP = {
    "work": "程序按已受理的数据起了草稿，请改成本省的话。{Y03} 这样的编号读出来是表里的数，签字时一并固定；编号见本页的表。",
    "plan": "送签前必须写：下一年度的抽样、复核、培训和改进安排。",
    "note": "例如方案有哪些调整、周期没有达到比例的原因。",
}


class AmountField(forms.DecimalField):
    """An amount in 万元: as typed, with thousands parted or in full width."""

    def to_python(self, value):
        if isinstance(value, str):
            value = "".join(unicodedata.normalize("NFKC", value).replace(",", "").split())
        return super().to_python(value)


class WriteForm(forms.Form):
    """The texts and the funds of a yearly report; ``seen`` is the version that stood on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in TEXTS.items():
            most = YearlyReport._meta.get_field(name).max_length
            area = forms.Textarea(attrs={"rows": 12 if name not in OPTIONAL else 4})
            self.fields[name] = forms.CharField(label=label, help_text=HELP[name], widget=area, max_length=most, required=False)
            self.initial.setdefault(name, getattr(report, name))
        self.initial.setdefault("seen", report.version)
        for fund in report.funds.all():
            self._ask(fund)

    def _ask(self, fund):
        for name, label in [("set_aside", "安排"), ("spent", "支出")]:
            wrong = {"invalid": f"“{label}”请写数字，如 120 或 120.50", "max_digits": "数字太长，单位是万元，请核对", "max_whole_digits": "数字太大，单位是万元，请核对",
                     "max_decimal_places": "至多两位小数", "min_value": "不能小于 0"}  # fmt: skip
            self.fields[f"{fund.purpose}_{name}"] = AmountField(
                label=f"{fund}：{label}", required=False, min_value=0, max_digits=12, decimal_places=2, error_messages=wrong,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )  # fmt: skip
            self.initial.setdefault(f"{fund.purpose}_{name}", getattr(fund, name))
        self.fields[f"{fund.purpose}_note"] = forms.CharField(label=f"{fund}：来源与说明", required=False, max_length=300)
        self.initial.setdefault(f"{fund.purpose}_note", fund.note)

    @property
    def texts(self):
        return [self[name] for name in TEXTS]

    @property
    def amounts(self):
        """(purpose in words, its three fields)."""
        return [(label, [self[f"{purpose}_{name}"] for name in ("set_aside", "spent", "note")]) for purpose, label in Fund.Purpose.choices]

    @property
    def funds(self):
        """What was entered, as ``services.reports.write`` takes it."""
        return {purpose: {name: self.cleaned_data[f"{purpose}_{name}"] for name in ("set_aside", "spent", "note")} for purpose in Fund.Purpose.values}


class LodgeForm(SignAgainForm, StepForm):
    """The signature on a yearly report (D6): the fingerprint that stood on the page, and the password."""

    signed = forms.CharField(widget=forms.HiddenInput, max_length=64)
    read = forms.BooleanField(label="我已通读以上内容，对其真实、完整负责")

    field_order = ["seen", "signed", "read", "password"]


class CircularForm(forms.ModelForm):
    """The number and the opinion of a circular; ``seen`` is the version that stood on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    number = NumberField(required=False, help_text="如“教职成司函〔2027〕3号”，印发时必须有")

    class Meta:
        model = Circular
        fields = ["number", "opinion"]
        widgets = {"opinion": forms.Textarea(attrs={"rows": 10})}
        help_texts = {"opinion": "各省报送的情况和汇总由程序列在后面，这里写做得怎样、下一步要求什么"}
