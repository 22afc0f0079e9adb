"""Writing a draft: its parameters with the floor beside them, points, notes, adjustments, instruments."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.generic import FormView, View

from apps.accounts.access import objects_for
from apps.schemes.contents import fingerprint
from apps.schemes.forms import AdjustmentForm, HintNoteForm, InstrumentForm, PointForm, SchemeForm, initial
from apps.schemes.lifecycle import DRAFT
from apps.schemes.models import AddedPoint, Adjustment, Hint, HintNote, Scheme
from apps.schemes.parameters import PARAMETERS
from apps.schemes.selectors import last_revision
from apps.schemes.services import points, versions
from apps.schemes.services.versions import BelowFloor
from apps.schemes.views.pages import SCHEMES, element_of, trail
from apps.workflow.lifecycle import Changed, Conflict
from apps.workflow.views import Asking


class Drafted:
    """A page about a draft of one's own province; once it is handed in, who writes it is told so."""

    def dispatch(self, request, *args, **kwargs):
        self.scheme = get_object_or_404(objects_for(request.user, DRAFT, SCHEMES), pk=kwargs["pk"])
        if self.scheme.state != Scheme.State.DRAFT:
            return self.no_longer()
        try:
            return super().dispatch(request, *args, **kwargs)
        except Conflict:  # Handed in since the page was opened.
            return self.no_longer()

    def no_longer(self):
        self.scheme.refresh_from_db()
        message = f"这一版{self.scheme.get_state_display()}，不能再改。要改的，请先撤回，或在备案以后起草新版。"
        return render(self.request, "workflow/conflict.html", {"message": message, "object": self.scheme}, status=409)


class EditScheme(Drafted, FormView):
    form_class = SchemeForm
    template_name = "schemes/edit.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "scheme": self.scheme}

    def get_initial(self):
        return {**initial(self.scheme), "seen": fingerprint(self.scheme)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(scheme=self.scheme, trail=trail(self.request.user, self.scheme, "修改"), **kwargs)

    def form_valid(self, form):
        try:
            versions.revise(self.scheme, seen=form.cleaned_data["seen"], parameters=form.parameters(), by=self.request.user, **form.texts())
        except Changed:
            return self.overtaken(form)
        messages.success(self.request, "已保存。")
        return HttpResponseRedirect(self.scheme.get_absolute_url())

    def overtaken(self, form):
        """What the person wrote stays; beside it stands what somebody else saved meanwhile, and to save once more is to know it."""
        self.scheme.refresh_from_db()
        form.data = form.data.copy()
        form.data["seen"] = fingerprint(self.scheme)
        now = initial(self.scheme)
        theirs = [
            (form[name], _shown(form, name, now[name])) for name in form.fields if name != "seen" and form.cleaned_data[name] != _plain(now[name])
        ]
        context = self.get_context_data(form=form, theirs=theirs, entry=last_revision(self.scheme))
        return render(self.request, self.template_name, context, status=409)


class CheckScheme(Drafted, View):
    """What the floor says of the form as it stands, while it is being written; nothing is saved."""

    http_method_names = ["post"]

    def post(self, request, pk):
        form = SchemeForm(request.POST, scheme=self.scheme)
        form.is_valid()
        remarks = form.remarks()
        return render(request, "schemes/_floor.html", {"marks": [(each.code, remarks.get(each.code)) for each in PARAMETERS if not each.fixed]})


class AskingOfDraft(Drafted, Asking):
    """A form about one part of a draft; what breaks the floor is said with its rule."""

    @property
    def subject(self):
        return self.scheme

    @property
    def back(self):
        return self.scheme.get_absolute_url()

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except BelowFloor as refusal:
            for breach in refusal.args[0]:
                form.add_error(None, breach.message)
            return self.form_invalid(form)

    def do(self, **given):
        self.write(**given)
        messages.success(self.request, "已保存。")
        return HttpResponseRedirect(self.back)


class AddPoint(AskingOfDraft):
    form_class = PointForm
    title = button = "增设诊断点"
    explanation = "指导方案的诊断点都保留；增设的排在后面，不改变要素的个数（R1.1、R10.5）。"

    @property
    def subject(self):
        return self.element

    @property
    def back(self):
        return reverse("schemes:element", args=[self.scheme.pk, self.element.code])

    @property
    def element(self):
        return element_of(self.scheme, self.kwargs["code"])

    def write(self, **given):
        points.add_point(self.scheme, self.element, by=self.request.user, **given)


class NoteHint(AskingOfDraft):
    form_class = HintNoteForm
    title = "写注解"
    button = "保存注解"

    @property
    def hint(self):
        return get_object_or_404(
            Hint.objects.select_related("element__item"), pk=self.kwargs["hint"], element__item__guidance=self.scheme.guidance_id
        )

    @property
    def subject(self):
        return self.hint.element

    @property
    def explanation(self):
        return f"提示“{self.hint}”（{self.hint.get_kind_display()}）。注解写在它旁边，不代替它（R1.1）。"

    @property
    def back(self):
        return reverse("schemes:element", args=[self.scheme.pk, self.hint.element.code])

    def get_initial(self):
        note = self.scheme.hint_notes.filter(hint=self.hint).first()
        return {"text": note.text, "policy": note.policy_id, "basis": note.basis} if note else {}

    def write(self, **given):
        points.note_hint(self.scheme, self.hint, by=self.request.user, **given)


class Adjust(AskingOfDraft):
    form_class = AdjustmentForm
    title = button = "调整条件"
    explanation = "写明调整哪一项、适用哪些学校、为什么（R1.4）。同一项已经调整过的，以这次为准。"

    def write(self, **given):
        points.adjust(self.scheme, by=self.request.user, **given)


class Attach(AskingOfDraft):
    form_class = InstrumentForm
    title = button = "附文件"
    explanation = "方案正文和附件随这一版保存，看得到方案的人都能取用。"

    def write(self, upload):
        versions.attach(self.scheme, upload, by=self.request.user)


class Removing(Drafted, View):
    """Takes one part out of a draft; what is not there is a 404, what belongs to the guidance is refused with the rule."""

    http_method_names = ["post"]

    def post(self, request, pk, **given):
        try:
            back = self.remove(**given)
        except (AddedPoint.DoesNotExist, Adjustment.DoesNotExist, HintNote.DoesNotExist) as missing:
            raise Http404 from missing
        except BelowFloor as refusal:
            context = {"scheme": self.scheme, "breaches": refusal.args[0], "trail": trail(request.user, self.scheme, "没有去掉")}
            return render(request, "schemes/refused.html", context, status=422)
        messages.success(request, "已去掉。")
        return HttpResponseRedirect(back)


class RemovePoint(Removing):
    def remove(self, code):
        points.remove_point(self.scheme, code, by=self.request.user)
        return reverse("schemes:element", args=[self.scheme.pk, code.rpartition(".")[0]])


class RemoveNote(Removing):
    def remove(self, hint):
        row = get_object_or_404(Hint.objects.select_related("element"), pk=hint, notes__scheme=self.scheme)
        points.remove_note(self.scheme, row, by=self.request.user)
        return reverse("schemes:element", args=[self.scheme.pk, row.element.code])


class RemoveAdjustment(Removing):
    def remove(self, adjustment):
        points.remove_adjustment(self.scheme.adjustments.get(pk=adjustment), by=self.request.user)
        return self.scheme.get_absolute_url()


def _plain(value):
    return list(value) if isinstance(value, tuple) else value


def _shown(form, name, value):
    """A stored value as the field would show it."""
    field = form.fields[name]
    if choices := dict(getattr(field, "choices", [])):
        return "、".join(choices[each] for each in (value if isinstance(value, tuple) else [value]))
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if value not in (None, "") else "空"
