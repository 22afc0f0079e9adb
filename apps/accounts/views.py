from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse_lazy

from apps.accounts.demonstration import accounts
from apps.accounts.forms import ChangePasswordForm, SignInForm
from apps.accounts.services import came, change_password, went


class SignIn(auth.LoginView):
    template_name = "accounts/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(accounts=accounts(), **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        came(form.get_user())
        if form.get_user().must_change_password:
            return redirect("accounts:password")
        return response


class SignOut(auth.LogoutView):
    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            went(request.user)
        return super().post(request, *args, **kwargs)


class ChangePassword(auth.PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("workflow:desk")

    def form_valid(self, form):
        change_password(form.user, password=form.cleaned_data["new_password1"], by=form.user)
        update_session_auth_hash(self.request, form.user)
        return HttpResponseRedirect(self.get_success_url())
