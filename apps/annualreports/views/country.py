"""What the nation does with a year: the table to take away, the circular."""

import csv

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.generic import FormView, View

from apps.accounts.access import answer, objects_for
from apps.annualreports.forms import CircularForm
from apps.annualreports.lifecycle import CIRCULAR, ISSUE, VIEW, VIEW_CIRCULAR
from apps.annualreports.models import Circular
from apps.annualreports.selectors.country import country, told, years
from apps.annualreports.services import circulars
from apps.core.canonical import digest
from apps.jobs.services import is_under_way
from apps.organizations.models import Level, Organization
from apps.workflow.lifecycle import Changed, WrongState
from apps.workflow.views import LifecyclePage, StepView

CIRCULARS = Circular.objects.select_related("issuer", "file")
BOM = "\ufeff"  # By which spreadsheet programs know that it is UTF-8.


class CountryTable(View):
    """Every province of a year as CSV: when it lodged, whether late, every figure it lodged."""

    def get(self, request, code, year):
        nation = objects_for(request.user, VIEW, Organization.objects.filter(level=Level.NATION))
        get_object_or_404(nation, code=code)
        today = localdate()
        if year not in years(today):
            raise Http404
        found = country(year, today)
        sums = found.sums()
        response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="yearly-reports-{year}.csv"'
        writer = csv.writer(response)
        writer.writerow(["代码", "省级单位", "情况", "报送日期", *(f"{label}（{unit}）" for _code, label, unit, _value in sums)])
        for line in found.lines:
            on = line.lodging.on.isoformat() if line.lodging else ""
            values = [(line.figures[figure]["value"] or "") if figure in line.figures else "" for figure, _label, _unit, _value in sums]
            writer.writerow([line.province.code, line.province.name, line.situation[1], on, *values])
        writer.writerow(["", "合计", f"已报送 {len(found.lodged)}", "", *("" if value is None else value for *_names, value in sums)])
        return response


class DraftCircular(View):
    http_method_names = ["post"]

    def post(self, request, code):
        nation = get_object_or_404(objects_for(request.user, ISSUE, Organization.objects.filter(level=Level.NATION)), code=code)
        year = request.POST.get("year", "")
        back = HttpResponseRedirect(reverse("annualreports:list", args=[code]))
        if not (year.isascii() and year.isdecimal() and len(year) == 4):
            messages.error(request, "没有拟稿：请选要通报哪一年度。")
            return back
        try:
            row = circulars.draft(nation, year=int(year), by=request.user)
        except circulars.UnderWay:
            messages.warning(request, f"{year} 年度已经有一份通报在拟，请接着写那一份。")
            return back
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return back
        return redirect("annualreports:write_circular", row.pk)


class CircularPage(LifecyclePage):
    """What the circular says: as the country stands today while it is drafted, as it was issued afterwards."""

    queryset = CIRCULARS
    permission = VIEW_CIRCULAR
    lifecycle = CIRCULAR
    template_name = "annualreports/circular.html"

    def get_context_data(self, **kwargs):
        row = self.object
        draft = row.state == Circular.State.DRAFT
        held = told(country(row.year, localdate()), row) if draft else row.content
        writable = draft and getattr(row, answer(ISSUE))
        making = not draft and not row.file_id and is_under_way("annualreports.write_circular", row.pk)
        return super().get_context_data(told=held, writable=writable, intact=draft or digest(row.content) == row.digest, making=making, **kwargs)


class WriteCircular(FormView):
    form_class = CircularForm
    template_name = "annualreports/write_circular.html"

    def dispatch(self, request, *args, **kwargs):
        self.circular = get_object_or_404(objects_for(request.user, ISSUE, CIRCULARS), pk=kwargs["pk"])
        if self.circular.state != Circular.State.DRAFT:
            return self.no_longer("这份通报已经印发，不能再改。要补充的，请另拟一份。")
        return super().dispatch(request, *args, **kwargs)

    def no_longer(self, message):
        return render(self.request, "workflow/conflict.html", {"message": message, "object": self.circular}, status=409)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": Circular.objects.get(pk=self.circular.pk), "initial": {"seen": self.circular.version}}

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.circular, **kwargs)

    def form_valid(self, form):
        try:
            circulars.write(self.circular, **form.cleaned_data, by=self.request.user)
        except (Changed, WrongState):
            return self.no_longer("这份通报刚被别人改过，或者已经印发，您的改动没有保存。")
        messages.success(self.request, "已保存。")
        return HttpResponseRedirect(self.circular.get_absolute_url())


class IssueCircular(StepView):
    queryset = CIRCULARS
    lifecycle = CIRCULAR
    seen_by = VIEW_CIRCULAR
    step = "issue_circular"
    service = staticmethod(circulars.issue)
    template_name = "annualreports/issue_circular.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(found=country(self.object.year, localdate()), **kwargs)

    def get_success_url(self):
        messages.success(self.request, "已印发，各省会收到消息。文件正在制作，稍后可在本页取用。")
        return super().get_success_url()
