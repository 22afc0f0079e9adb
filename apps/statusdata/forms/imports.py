"""What is asked when a workbook is brought in, and of its preview."""

from django import forms
from django.core.exceptions import ValidationError

from apps.statusdata.workbook.package import LIMIT, Unreadable, look


class ImportForm(forms.Form):
    """A filled workbook; what is none is refused here already, in words."""

    file = forms.FileField(
        label="填好的工作簿", help_text="从本平台导出的 .xlsx 文件，不超过 10 MB", max_length=250, widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择填好的工作簿", "empty": "文件是空的。请核对后再导入。", "max_length": "文件名太长，请改短一些再导入。"},
    )  # fmt: skip

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            look(file.read(LIMIT + 1))
        except Unreadable as refusal:
            raise ValidationError(str(refusal)) from None
        file.seek(0)
        return file


class Numbers(forms.TypedMultipleChoiceField):
    """Whole numbers ticked, whatever their range."""

    def __init__(self):
        super().__init__(coerce=int, empty_value=[], required=False)

    def valid_value(self, value):
        return value.isascii() and value.isdigit()


class ApplyForm(forms.Form):
    """What was ticked in a preview: clashes to write over, rows to remove, and whether to write although something cannot be read."""

    seen = forms.IntegerField()
    clash = Numbers()
    removal = Numbers()
    partly = forms.BooleanField(required=False)
