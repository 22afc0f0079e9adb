from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from apps.accounts.access import objects_for, roles_to_give
from apps.accounts.mixins import WorkMixin
from apps.accounts.models import Post
from apps.administration.forms import AppointForm, DeputiseForm, EndForm
from apps.administration.selectors import posts_seen
from apps.administration.services import people as services
from apps.organizations.models import Organization
from apps.workflow.views import Asking


def person_seen(user, pk):
    """The person and those of his posts that ``user`` may see; 404 where there is none."""
    posts = list(posts_seen(user, pk))
    if not posts:
        raise Http404
    return posts[0].user, posts


def shown_once(request, person, password, back=""):
    """The page with a one-time password: it is kept nowhere, so it is shown here or never. ``back``: where else than to the person's posts."""
    context = {"person": person, "password": password, "today": timezone.localdate(), "back": back}
    response = render(request, "administration/password.html", context)
    response["Cache-Control"] = "no-store"
    return response


class PeopleList(WorkMixin, ListView):
    """The posts at a unit and below it: who, as what, until when."""

    model = Post
    permission = "accounts.view_post"
    template_name = "administration/people.html"
    paginate_by = 50

    def get_queryset(self):
        posts = super().get_queryset().select_related("user", "organization", "acting_for")
        if not self.request.GET.get("past"):
            posts = posts.filter(Q(until=None) | Q(until__gte=timezone.localdate()))
        if words := self.request.GET.get("q", "").strip():
            posts = posts.filter(Q(user__name__icontains=words) | Q(user__username__startswith=words) | Q(organization__name__icontains=words))
        return posts.order_by("organization__path", "role", "user__name", "pk")

    def get_context_data(self, **kwargs):
        asked = {"q": self.request.GET.get("q", ""), "past": self.request.GET.get("past", "")}
        may_appoint = bool(roles_to_give(self.request.user, self.organization))
        return super().get_context_data(organization=self.organization, may_appoint=may_appoint, **asked, **kwargs)


class PersonPage(TemplateView):
    template_name = "administration/person.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        person, posts = person_seen(user, self.kwargs["pk"])
        today = timezone.localdate()
        rows = [(post, post.until is None or post.until >= today, services.may_manage(user, post), services.may_end(user, post)) for post in posts]
        keeper = services.keeper_of(person) if services.may_give_all(user, person) else ""
        return super().get_context_data(person=person, rows=rows, may_reset=services.may_reset(user, person), keeper=keeper, **kwargs)


class Appoint(Asking):
    form_class = AppointForm
    title = button = "任命人员"
    explanation = "没有账户的人同时开户，下一页给出一次性密码，请打印后当面交给本人。"

    def dispatch(self, request, *args, **kwargs):
        mine = objects_for(request.user, "organizations.view_organization", Organization.objects.all())
        self.subject = get_object_or_404(mine.filter(closed_on=None), pk=kwargs["pk"])
        self.back = self.subject.get_absolute_url()
        self.roles = roles_to_give(request.user, self.subject)
        if not self.roles:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "roles": self.roles}

    def get_initial(self):
        return {**super().get_initial(), **({"role": self.roles[0].value} if len(self.roles) == 1 else {})}

    def do(self, **given):
        post, password = services.appoint(self.subject, by=self.request.user, **given)
        if password:
            return shown_once(self.request, post.user, password)
        messages.success(self.request, f"已任命{post.user}为{post}")
        return redirect("administration:person", post.user_id)


class AboutPost(Asking):
    """A form about a post that is not over yet; ``allowed`` says who may open it."""

    def dispatch(self, request, *args, **kwargs):
        today = timezone.localdate()
        self.post_row = get_object_or_404(posts_seen(request.user).filter(Q(until=None) | Q(until__gte=today)), pk=kwargs["pk"])
        if not self.allowed():
            raise Http404
        self.subject = f"{self.post_row.user}，{self.post_row}"
        self.back = reverse("administration:person", args=[self.post_row.user_id])
        return super().dispatch(request, *args, **kwargs)

    def allowed(self):
        return services.may_manage(self.request.user, self.post_row)


class EndPost(AboutPost):
    form_class = EndForm
    title = button = "结束岗位"
    explanation = "到这一天为止，此后这个岗位打开的一切都不再能看、能办；所做的记录都在。代理他的人同日结束。"

    def allowed(self):
        return services.may_end(self.request.user, self.post_row)

    def do(self, until):
        services.end_post(self.post_row, until=until, by=self.request.user)
        messages.success(self.request, f"{self.post_row}到 {until:%Y-%m-%d} 为止")
        return redirect(self.back)


class Deputise(AboutPost):
    form_class = DeputiseForm
    title = button = "请人代理"
    explanation = "代理期间，代理人能办这个岗位的一切事项，记录上写明替谁而办。本人的岗位不变。"

    def allowed(self):
        return self.post_row.user_id == self.request.user.pk or super().allowed()

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "post": self.post_row}

    def do(self, **given):
        post = services.deputise(self.post_row, by=self.request.user, **given)
        messages.success(self.request, f"{post.user}自 {post.since:%Y-%m-%d} 至 {post.until:%Y-%m-%d} 代理{self.post_row.user}")
        return redirect(self.back)


class ResetPassword(TemplateView):
    """Asks first; the answer to the POST is the only place where the new password stands."""

    template_name = "administration/reset.html"

    def dispatch(self, request, *args, **kwargs):
        self.person = get_object_or_404(get_user_model(), pk=person_seen(request.user, kwargs["pk"])[0].pk)
        if not services.may_reset(request.user, self.person):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(person=self.person, back=reverse("administration:person", args=[self.person.pk]), **kwargs)

    def post(self, request, pk):
        return shown_once(request, self.person, services.reset_password(self.person, by=request.user))
