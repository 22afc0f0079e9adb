from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class SignInForm(AuthenticationForm):
    # An account that was closed answers like one that never was.
    error_messages = {"invalid_login": "账号或密码不对。请核对大小写；连续五次不对，将停用十五分钟。"}


class ChangePasswordForm(PasswordChangeForm):
    """A password of one's own: the one handed out does not do (A9)."""

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise forms.ValidationError("新密码与现在的密码相同，请另设一个。")
        return password


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
