"""The steps of a return, a page each: signed and handed in, recalled, checked, sent back, accepted."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone

from apps.statusdata.contents import opened
from apps.statusdata.forms.chain import SignForm
from apps.statusdata.lifecycle import CERTIFY, RETURN, VIEW
from apps.statusdata.models import Return, Round
from apps.statusdata.selectors.changes import since
from apps.statusdata.selectors.said import open_remarks
from apps.statusdata.selectors.signing import reading
from apps.statusdata.services import chain
from apps.statusdata.services.snapshots import content, differences, fingerprint
from apps.workflow.views import StepView

DONE = {
    "submit": "已签字上报。上报回执正在制作，稍后可在本页取用。",
    "recall": "已撤回，可以继续填报。改好以后须重新签字上报。",
    "check": "已审核通过，转省级受理。",
    "send_back": "已退回学校，退回的理由和批注已通知学校。",
    "accept": "已受理，数值计入上级汇总。受理回执正在制作，稍后可在本页取用。",
    "send_down": "已退回市级，请市级重新审核。",
    "return_direct": "已退回学校，退回的理由和批注已通知学校。",
}


class ReturnStep(StepView):
    queryset = Return.objects.select_related("school__parent", "school__area", "round__province", "round__edition", "snapshot__signed_by")
    lifecycle = RETURN
    seen_by = VIEW
    template_name = "statusdata/step.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(open_remarks=open_remarks(self.object), snapshot=self.object.snapshot, **kwargs)

    def in_words(self, entry):
        """Not every step is shut by a step of the same return."""
        if self.permission == CERTIFY and self.object.round.state != Round.State.OPEN:
            return "本轮上报已经结束，不再签字上报、撤回。如须更正，请联系省级经办重新开放轮次。"
        if self.step == "accept" and self.object.state == Return.State.SUBMITTED:
            return f"{super().in_words(entry)}。市级还没有审核通过，通过以后才能受理。"
        return super().in_words(entry)

    def get_success_url(self):
        messages.success(self.request, DONE[self.step])
        return super().get_success_url()


class Submit(ReturnStep):
    """One page that the principal reads and signs by signing in again (D6); it says what exactly is signed."""

    step = "submit"
    form_class = SignForm
    template_name = "statusdata/submit.html"

    def get_initial(self):
        return {**super().get_initial(), "signed": fingerprint(self.object), "shown_at": timezone.now()}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs):
        last = self.object.snapshot
        changed = len(differences(opened(last), content(self.object))) if last else None
        return super().get_context_data(reading=reading(self.object), changed=changed, today=timezone.localdate(), **kwargs)

    def form_valid(self, form):
        self.shown_at = form.cleaned_data["shown_at"]
        return super().form_valid(form)

    def take(self, *, seen, signed, by, **_):
        return chain.submit(self.object, seen=seen, signed=signed, by=by)

    def conflict(self):
        """The signature is void: who changed what since the page was read (D6). A return no longer open is a matter of who was faster."""
        self.object = self.queryset.get(pk=self.object.pk)
        if not self.object.writable:
            return super().conflict()
        context = {"object": self.object, "changes": since(self.object, self.shown_at), "shown_at": self.shown_at}
        return render(self.request, "statusdata/void.html", context, status=409)


class Recall(ReturnStep):
    step = "recall"
    service = staticmethod(chain.recall)


class Judging(ReturnStep):
    """Who passes a return on has its main figures before him."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(reading=reading(self.object), **kwargs)


class Check(Judging):
    step = "check"
    service = staticmethod(chain.check)


class SendBack(ReturnStep):
    step = "send_back"
    service = staticmethod(chain.send_back)


class ReturnDirect(ReturnStep):
    step = "return_direct"
    service = staticmethod(chain.return_direct)


class Accept(Judging):
    step = "accept"
    service = staticmethod(chain.accept)


class SendDown(ReturnStep):
    step = "send_down"
    service = staticmethod(chain.send_down)
