"""A diagnosis: its overview, who writes what, and the whole of it as it reads."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from apps.accounts.access import mark
from apps.accounts.mixins import OwnMixin
from apps.diagnosis.contents import figures_of, texts_of
from apps.diagnosis.forms import AssignForm
from apps.diagnosis.lifecycle import DIAGNOSIS, READ, SIGN, VIEW, WRITE
from apps.diagnosis.models import Diagnosis, Measure, Part
from apps.diagnosis.selectors.measures import counted
from apps.diagnosis.selectors.overview import rows, written
from apps.diagnosis.selectors.public import copy_beside
from apps.diagnosis.services.diagnoses import assign, newer_data, renew_data
from apps.schemes.selectors import elements
from apps.workflow.lifecycle import Conflict
from apps.workflow.views import LifecyclePage

DIAGNOSES = Diagnosis.objects.select_related("school", "scheme__guidance", "scheme__province", "regime", "plan", "snapshot__upload__round", "report")


class DiagnosisPage(LifecyclePage):
    """How far it is, element by element. While it is being written the texts are the school's alone: others see the state."""

    queryset = DIAGNOSES
    permission = VIEW
    lifecycle = DIAGNOSIS
    template_name = "diagnosis/diagnosis.html"

    def get_queryset(self):
        return mark(self.request.user, [READ, WRITE, SIGN], super().get_queryset())

    def get_context_data(self, **kwargs):
        found = rows(self.object)
        lacking = [f"{row.words}：{words}" for row in found for words in [*row.said, *(f"{kind}还没有写" for kind in row.missing)]]
        signed = self.object.state == Diagnosis.State.SIGNED
        writable = self.object.may_write_diagnosis and not signed
        return super().get_context_data(
            rows=found, written=written(found), lacking=lacking, writable=writable, sealed=not self.object.may_read_diagnosis,
            measures=counted(Measure.objects.filter(diagnosis=self.object)), **(copy_beside(self.object.report, self.request.user) if signed else {}),
            newer=newer_data(self.object) if writable else None, can_assign=writable and self.object.may_sign_diagnosis, **kwargs,
        )  # fmt: skip


class Assign(OwnMixin, SingleObjectMixin, FormView):
    """Who writes which element: the principal says."""

    queryset = DIAGNOSES
    permission = SIGN
    form_class = AssignForm
    template_name = "diagnosis/assign.html"

    def dispatch(self, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(*args, **kwargs)

    def get_initial(self):
        return {part.element.code: str(part.assigned_to_id or "") for part in Part.objects.filter(diagnosis=self.object).select_related("element")}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "diagnosis": self.object}

    def form_valid(self, form):
        changed = assign(self.object, form.cleaned_data, by=self.request.user)
        messages.success(self.request, f"已记下 {len(changed)} 个要素的撰写人。" if changed else "没有改动。")
        return HttpResponseRedirect(self.object.get_absolute_url())


class RenewData(OwnMixin, SingleObjectMixin, View):
    """``seen``: the newer version of the data that the page offered."""

    queryset = DIAGNOSES
    permission = WRITE
    http_method_names = ["post"]

    def post(self, request, pk):
        row = self.get_object()
        try:
            renew_data(row, seen=request.POST.get("seen"), by=request.user)
        except Conflict:
            messages.warning(request, "数据没有改用：报告已经签字，或者数据又有了新的版本。请看现在的情况。")
        else:
            messages.success(request, "已改用新受理的数据，文中与数据相连的数字随之更新。请核对相关的话是否还对。")
        return HttpResponseRedirect(row.get_absolute_url())


class WholeText(OwnMixin, DetailView):
    """All texts in the order of 附 2, figures in their places, to read through and to print."""

    queryset = DIAGNOSES
    permission = READ
    template_name = "diagnosis/text.html"

    def get_context_data(self, **kwargs):
        texts = texts_of(self.object, figures_of(self.object))
        of = [(each, [texts[kind, each.pk, None] for kind in ("self", "measures", "effect")]) for each in elements(self.object.scheme.guidance)]
        trail = [(str(self.object), self.object.get_absolute_url()), ("全文", "")]
        whole = {kind: texts[kind, None, None] for kind in ("overview", "conclusion", "advice")}
        return super().get_context_data(elements=of, trail=trail, **whole, **kwargs)
