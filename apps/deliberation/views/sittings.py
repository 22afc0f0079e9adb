"""Sittings: called, opened with who is present, closed with their minutes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views import View
from django.views.generic import FormView

from apps.accounts.access import may, objects_for
from apps.deliberation.contents import answer_awaited_until, not_its_day, with_replies
from apps.deliberation.forms import ChangeSittingForm, SittingForm
from apps.deliberation.lifecycle import MANAGE, MINUTES, SITTING, VIEW, VIEW_SITTING
from apps.deliberation.models import Case, Sitting
from apps.deliberation.selectors.sittings import in_office, without_quorum
from apps.deliberation.services import sittings
from apps.deliberation.services.papers import minutes_being_made
from apps.experts.models import Committee
from apps.workflow.lifecycle import Conflict, NotReady
from apps.workflow.views import LifecycleList, LifecyclePage, StepView, at_its_field

SITTINGS = Sitting.objects.select_related("committee__organization", "minutes", "certificate")


class SittingList(LifecycleList):
    queryset = SITTINGS
    permission = VIEW_SITTING
    lifecycle = SITTING
    template_name = "deliberation/sittings.html"

    def get_context_data(self, **kwargs):
        mine = objects_for(self.request.user, MANAGE, Committee.objects.filter(organization=self.organization))
        return super().get_context_data(committee=mine.first(), **kwargs)


class CallSitting(FormView):
    form_class = SittingForm
    template_name = "deliberation/call.html"

    def dispatch(self, request, *args, **kwargs):
        committees = objects_for(request.user, MANAGE, Committee.objects.select_related("organization"))
        self.committee = get_object_or_404(committees, organization__code=kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"on": localdate()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(committee=self.committee, **kwargs)

    def form_valid(self, form):
        try:
            row = sittings.call(self.committee, **form.cleaned_data, by=self.request.user)
        except ValidationError as wrong:
            form.add_error(None, at_its_field(form, wrong))
            return self.form_invalid(form)
        messages.success(self.request, "会议已经建好。请把审议事项列入议程，到会时登记委员。")
        return redirect(row)


class SittingPage(LifecyclePage):
    queryset = SITTINGS
    permission = VIEW_SITTING
    lifecycle = SITTING
    template_name = "deliberation/sitting.html"

    def get_context_data(self, **kwargs):
        user, sitting = self.request.user, self.object
        there = {row.member_id: row.present for row in sitting.attendances.all()}
        members = [(member, there.get(member.pk)) for member in in_office(sitting)]
        cases = objects_for(user, VIEW, Case.objects.filter(sitting=sitting)).select_related("school", "sitting").order_by("place")
        manages = objects_for(user, MANAGE, SITTINGS.filter(pk=sitting.pk)).exists()
        open_cases = with_replies(Case.objects.filter(state=Case.State.OPEN))
        waiting = [(case, answer_awaited_until(case)) for case in objects_for(user, VIEW, open_cases)] if manages else []
        present = sum(1 for _member, here in members if here)
        return super().get_context_data(
            members=members,
            present=present,
            notes_presence=manages and sitting.state in (Sitting.State.PREPARED, Sitting.State.OPEN) and not not_its_day(sitting),
            cases=cases,
            kept_from=not cases and sitting.cases.exists(),
            manages=manages,
            waiting=waiting,
            reads=may(user, MINUTES, sitting),
            making=minutes_being_made(sitting),
            **kwargs,
        )


class NotePresence(View):
    http_method_names = ["post"]

    def post(self, request, pk):
        sitting = get_object_or_404(objects_for(request.user, MANAGE, SITTINGS), pk=pk)
        try:
            sittings.note_presence(sitting, present=request.POST.getlist("present")[:200], by=request.user)
        except Conflict:
            return render(request, "workflow/conflict.html", {"object": sitting, "message": "会议已经结束或者取消，不能再改到会情况"}, status=409)
        except NotReady as missing:
            messages.error(request, f"没有登记。{'；'.join(missing.args[0])}。")
            return redirect(sitting)
        messages.success(request, "到会情况已经登记。")
        return redirect(sitting)


class SittingStep(StepView):
    queryset = SITTINGS
    lifecycle = SITTING
    seen_by = VIEW_SITTING


class OpenSitting(SittingStep):
    step = "open_sitting"
    service = staticmethod(sittings.open_sitting)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"missing": context["missing"] or without_quorum(self.object)}


class ChangeSitting(SittingStep):
    step = "change_sitting"
    form_class = ChangeSittingForm
    service = staticmethod(sittings.change)

    def get_initial(self):
        return {**super().get_initial(), "title": self.object.title, "on": self.object.on, "place": self.object.place}


class CancelSitting(SittingStep):
    step = "cancel_sitting"
    service = staticmethod(sittings.cancel)
    template_name = "deliberation/cancel.html"


class CloseSitting(SittingStep):
    step = "close_sitting"
    service = staticmethod(sittings.close)
