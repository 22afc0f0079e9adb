"""The pilots of a province (R3.1, R8.8)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.generic import ListView

from apps.accounts.access import objects_for
from apps.sampling.forms import EndPilotForm, PilotForm
from apps.sampling.lifecycle import MANAGE_PLAN
from apps.sampling.models import Pilot
from apps.sampling.services import pilots
from apps.sampling.views.plans import managed
from apps.workflow.views import Asking

PILOTS = Pilot.objects.select_related("school")


class PilotList(ListView):
    template_name = "sampling/pilots.html"
    paginate_by = 50

    def get_queryset(self):
        self.province = get_object_or_404(managed(self.request.user), code=self.kwargs["code"])
        return PILOTS.filter(school__path__startswith=self.province.path).order_by("until", "school__path")

    def get_context_data(self, **kwargs):
        return super().get_context_data(organization=self.province, today=localdate(), **kwargs)


class NamePilot(Asking):
    form_class = PilotForm
    title = button = "登记试点校"
    explanation = "省里指定的试点校由全国专委会组织复核，计入本省的比例和覆盖，不参加抽取（R3.1、R8.8）。"

    def dispatch(self, request, *args, **kwargs):
        self.subject = get_object_or_404(managed(request.user), code=kwargs["code"])
        self.back = reverse("sampling:pilots", args=[self.subject.code])
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"since": localdate()}

    def do(self, code, since):
        row = pilots.name_pilot(self.subject, code=code, since=since, by=self.request.user)
        messages.success(self.request, f"{row.school}已登记为试点校。还没有封存的抽样框，请重新编制。")
        return HttpResponseRedirect(self.back)


class EndPilot(Asking):
    form_class = EndPilotForm
    title = button = "结束试点"
    explanation = "结束以后编制的抽样框里，这所学校与其他学校一样参加抽取。"

    def dispatch(self, request, *args, **kwargs):
        self.subject = get_object_or_404(objects_for(request.user, MANAGE_PLAN, PILOTS), pk=kwargs["pk"])
        self.back = reverse("sampling:pilots", args=[self.subject.school.path.split(".")[1]])
        return super().dispatch(request, *args, **kwargs)

    def do(self, until):
        pilots.end_pilot(self.subject, until=until, by=self.request.user)
        messages.success(self.request, f"{self.subject.school}的试点到 {until} 为止。")
        return HttpResponseRedirect(self.back)
