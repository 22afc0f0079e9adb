"""The list of diagnoses, one for school, city, province and nation, and the beginning of one."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from apps.accounts.access import may, objects_for
from apps.diagnosis.forms import OpenForm
from apps.diagnosis.lifecycle import DIAGNOSIS, VIEW, WRITE
from apps.diagnosis.models import Diagnosis
from apps.diagnosis.selectors.overview import listed
from apps.diagnosis.services.diagnoses import lacking_of, open_diagnosis, years_to_begin
from apps.organizations.models import Level, Organization
from apps.workflow.views import Asking, LifecycleList


class DiagnosisList(LifecycleList):
    model = Diagnosis
    permission = VIEW
    lifecycle = DIAGNOSIS
    template_name = "diagnosis/list.html"

    def get_queryset(self):
        return listed(super().get_queryset())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        school = self.organization if self.organization.level == Level.SCHOOL and may(self.request.user, WRITE, self.organization) else None
        years = years_to_begin(school) if school else []
        return {**context, "years": years, "missing": lacking_of(school) if school else [], "begins": school is not None}


class OpenDiagnosis(Asking):
    form_class = OpenForm
    title = button = "开始自我诊改"
    explanation = "按现在施行的省级方案、以该学年已受理的状态数据为依据，建好附 1 各要素的工作表和附 2 的报告，由本校各部门分头撰写。"

    @property
    def subject(self):
        mine = objects_for(self.request.user, WRITE, Organization.objects.filter(level=Level.SCHOOL))
        return get_object_or_404(mine, code=self.kwargs["code"])

    @property
    def back(self):
        return reverse("diagnosis:list", args=[self.kwargs["code"]])

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "years": years_to_begin(self.subject)}

    def do(self, year):
        row = open_diagnosis(self.subject, year=year, by=self.request.user)
        messages.success(self.request, "已经建好。可以先分派各要素的撰写人，再逐个要素撰写。")
        return HttpResponseRedirect(row.get_absolute_url())
