from django import forms

from apps.documents.rules import LIMIT


class VerifyForm(forms.Form):
    file = forms.FileField(label="文件", help_text="只在本站算出摘要相比，不保存")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise forms.ValidationError(f"文件超过 {LIMIT // 1024 // 1024} MB，本站出具的文件没有这么大。")
        return file
