from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "用户名或密码不对。请核对大小写；连续五次不对，将停用十五分钟。",
        "inactive": "这个账户已停用，请联系上级单位的经办人。",
    }


class SignAgainForm(forms.Form):
    """Signing in again: the act that certifies (D6). A wrong password counts towards the lock-out like any other."""

    password = forms.CharField(label="登录密码", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False)

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self):
        password = self.cleaned_data["password"]
        person = authenticate(self.request, username=self.request.user.get_username(), password=password)
        if person != self.request.user:
            raise forms.ValidationError("密码不对，未签字。请重新输入登录密码。")
        return password
