"""Who is invited to a diagnosis, and the page on which an invited party answers, without an account (R7.6)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView

from apps.accounts.access import may, objects_for
from apps.accounts.mixins import OwnMixin
from apps.diagnosis.forms import InviteForm
from apps.diagnosis.lifecycle import INVITATION, READ, WRITE
from apps.diagnosis.models import Diagnosis, Invitation
from apps.diagnosis.selectors.opinions import asked_of
from apps.diagnosis.services import invitations
from apps.diagnosis.views.pages import DIAGNOSES
from apps.statusdata.services.cells import Closed
from apps.workflow.lifecycle import Conflict
from apps.workflow.views import Asking, StepView

SIGNED = "报告已经签字，不能再邀请。要改的，请先撤回报告。"


class Invitations(OwnMixin, DetailView):
    queryset = DIAGNOSES
    permission = READ
    template_name = "diagnosis/invitations.html"

    def get_context_data(self, **kwargs):
        writable = self.object.state == Diagnosis.State.OPEN and may(self.request.user, WRITE, self.object)
        rows = self.object.invitations.prefetch_related("opinions__element__item")
        addresses = {row.pk: self.request.build_absolute_uri(row.get_answer_url()) for row in rows} if writable else {}
        invited = [(row, addresses.get(row.pk) if row.state != Invitation.State.WITHDRAWN else None) for row in rows]
        trail = [(str(self.object), self.object.get_absolute_url()), ("协同诊改", "")]
        return super().get_context_data(invited=invited, writable=writable, trail=trail, **kwargs)


class Invite(Asking):
    form_class = InviteForm
    title = button = "邀请一方参加"
    explanation = "受邀方凭专属链接，看本校已受理的数据、就所选要素提意见，不需要账号；学校正在写的内容不给看。意见列在学校自己的诊断旁边（R7.6）。"

    def dispatch(self, request, *args, **kwargs):
        self.subject = get_object_or_404(objects_for(request.user, WRITE, DIAGNOSES), pk=kwargs["pk"])
        self.back = reverse("diagnosis:invitations", args=[self.subject.pk])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "diagnosis": self.subject}

    def do(self, **given):
        try:
            row = invitations.invite(self.subject, **given, by=self.request.user)
        except Closed:
            raise ValidationError(SIGNED) from None
        messages.success(self.request, f"已邀请{row}。请把下面的链接交给{row.person}。")
        return HttpResponseRedirect(self.back)


class WithdrawInvitation(StepView):
    queryset = Invitation.objects.select_related("diagnosis__school")
    lifecycle = INVITATION
    step = "withdraw_invitation"
    service = staticmethod(invitations.withdraw)


@method_decorator([login_not_required, never_cache], name="dispatch")
class Answer(View):
    """The party's page: known by its address alone, so that it is told to nobody and kept nowhere."""

    template_name = "diagnosis/answer.html"

    def dispatch(self, request, token):
        rows = Invitation.objects.exclude(state=Invitation.State.WITHDRAWN).select_related(
            "diagnosis__school", "diagnosis__scheme", "diagnosis__snapshot__upload__round"
        )
        self.row = get_object_or_404(rows, token=token)
        return super().dispatch(request)

    def get(self, request):
        return self.page()

    def post(self, request):
        seen, texts = request.POST.get("seen", ""), {}
        for key in request.POST:
            if key.startswith("opinion-"):
                texts[_key(key.removeprefix("opinion-"))] = request.POST[key]
        try:
            invitations.give_opinion(self.row, texts, seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1)
        except ValidationError as wrong:
            return self.page(wrong.messages, texts, 422)
        except Closed:
            return self.page(["学校的报告已经签字，这次写的没有收下。请直接与学校联系。"], texts, 409)
        except Conflict:
            return self.page(["这一页打开以后又提过意见，这次写的没有收下，还在框里。请核对后再提交一次。"], texts, 409)
        messages.success(request, "意见已经收到，学校会看到。报告签字以前还可以改。")
        return HttpResponseRedirect(request.path)

    def page(self, errors=(), texts=None, status=200):
        self.row.refresh_from_db(fields=["version", "state", "answered_at"])
        asked = [(each, (texts or {}).get(each.opinion.pk, each.opinion.text)) for each in asked_of(self.row)]
        context = {
            "object": self.row,
            "asked": asked,
            "errors": errors,
            "open": self.row.diagnosis.state == Diagnosis.State.OPEN,
            "longest": invitations.LONGEST,
        }
        answer = render(self.request, self.template_name, context, status=status)
        answer["Referrer-Policy"], answer["X-Robots-Tag"] = "no-referrer", "noindex"
        return answer


def _key(text):
    """The key that ``text`` is, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
