"""The way of a version to the ministry and back, and what a 地市 adds to one on file."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import View

from apps.accounts.access import objects_for, unit_for
from apps.organizations.models import Level, Organization
from apps.schemes.forms import CityNoteForm
from apps.schemes.lifecycle import ANNOTATE, LODGE, SCHEME, VIEW
from apps.schemes.models import CityNote
from apps.schemes.services import cities, versions
from apps.schemes.views.pages import SCHEMES
from apps.workflow.views import Asking, StepView


class SchemeStep(StepView):
    queryset = SCHEMES
    lifecycle = SCHEME
    seen_by = VIEW
    template_name = "schemes/step.html"


class FileScheme(SchemeStep):
    step = "file_scheme"


class RecallScheme(SchemeStep):
    step = "recall_scheme"


class LodgeScheme(SchemeStep):
    step = "lodge_scheme"
    service = staticmethod(versions.lodge)


class ReturnScheme(SchemeStep):
    step = "return_scheme"

    def get_success_url(self):
        """Sent back it is the province's own again: what is left to see of it stands in the list."""
        messages.success(self.request, f"{self.object}已退回，省里已经得知。修改再报以前只有本省看得到，各省情况里记着退回的日期和理由。")
        return reverse("schemes:list", args=[unit_for(self.request.user, LODGE).code])


class Annotate(Asking):
    """A city's note to a version on file of its province (R1.5)."""

    form_class = CityNoteForm
    title = "写本市说明"
    button = "保存说明"
    explanation = "全省用同一个方案。本市可以加说明和日期，不能改方案的数字（R1.5）。本市各校看得到。"

    def dispatch(self, request, *args, **kwargs):
        self.scheme = get_object_or_404(objects_for(request.user, ANNOTATE, SCHEMES), pk=kwargs["pk"])
        own = Organization.objects.filter(level=Level.CITY, path__startswith=self.scheme.province.path, code=kwargs["code"])
        self.city = get_object_or_404(objects_for(request.user, ANNOTATE, own))
        self.subject, self.back = f"{self.city}：{self.scheme}", self.scheme.get_absolute_url()
        return super().dispatch(request, *args, **kwargs)

    def do(self, **given):
        cities.annotate(self.scheme, self.city, by=self.request.user, **given)
        messages.success(self.request, "已保存，本市各校都能看到。")
        return HttpResponseRedirect(self.back)


class WithdrawNote(View):
    http_method_names = ["post"]

    def post(self, request, pk):
        note = get_object_or_404(CityNote.objects.select_related("city", "scheme"), pk=pk)
        if not objects_for(request.user, ANNOTATE, Organization.objects.filter(pk=note.city_id)).exists():
            raise Http404
        cities.withdraw(note, by=request.user)
        messages.success(request, "已撤回。")
        return HttpResponseRedirect(note.scheme.get_absolute_url())
