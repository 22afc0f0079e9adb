"""The list of returns, one for school, city, province and nation, and many of them taken a step further at once."""

import re

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.generic import ListView, View
from django.views.generic.list import MultipleObjectMixin

from apps.accounts.access import may, objects_for
from apps.accounts.mixins import WorkMixin
from apps.organizations.models import Level, Organization
from apps.statusdata.forms.chain import ReturnFilter
from apps.statusdata.lifecycle import CHECK, RETURN, VIEW
from apps.statusdata.models import Return, Round
from apps.statusdata.selectors.returns import listed, parts_of
from apps.statusdata.selectors.rounds import owing
from apps.statusdata.services.many import accept_many, check_many
from apps.statusdata.services.reminding import remind_schools
from apps.statusdata.services.rounds import AlreadyReminded
from apps.workflow.lifecycle import Conflict

KEY, SEEN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), re.compile(r"[0-9]{1,9}")
MANY = {"check": check_many, "accept": accept_many}


class ReturnList(WorkMixin, ListView):
    queryset = Return.objects.select_related("school__parent", "school__area", "round__province")
    permission = VIEW
    template_name = "statusdata/returns.html"
    paginate_by = 50

    def get_queryset(self):
        mine = super().get_queryset()
        years = mine.order_by("-round__year").values_list("round__year", flat=True).distinct()
        self.filter = ReturnFilter(self.request.GET, years=years, parts=parts_of(self.organization))
        return self.filter.narrowed(listed(mine, self.request.user, localdate()))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [(row, RETURN.offered_in_list(row)) for row in context["object_list"]]
        offered = {step.name for _row, steps in rows for step in steps}
        return {
            **context, "organization": self.organization, "rows": rows, "filter": self.filter, "states": Return.State.choices,
            "many": [RETURN[name] for name in MANY if name in offered], "all": "all" in self.request.GET,
            "several_areas": self.organization.level < Level.CITY, "owing": self.owing(),
        }  # fmt: skip

    def owing(self):
        """What a city may remind its schools of."""
        mine = self.organization.level == Level.CITY and may(self.request.user, CHECK, self.organization)
        return owing(self.organization, localdate()) if mine else []


class RemindSchools(View):
    http_method_names = ["post"]

    def post(self, request, code, pk):
        unit = get_object_or_404(objects_for(request.user, CHECK, Organization.objects.filter(level=Level.CITY)), code=code)
        round = get_object_or_404(Round.objects.filter(returns__school__path__startswith=unit.path).distinct(), pk=pk)
        try:
            told = remind_schools(unit, round, by=request.user)
        except AlreadyReminded:
            messages.info(request, "今天已经催报过，每天至多一次；明天仍没有报的，可以再催。")
        except Conflict:
            messages.warning(request, "轮次不在上报中，没有催报。")
        else:
            messages.success(request, f"已通知 {told} 所还没有上报的学校。" if told else "本市各校都已上报，没有发出通知。")
        return HttpResponseRedirect(reverse("statusdata:list", args=[code]))


class ManyReturns(WorkMixin, MultipleObjectMixin, View):
    """Checks or accepts the chosen returns and reports each that was left out, and why."""

    queryset = Return.objects.select_related("school", "round")
    permission = VIEW
    http_method_names = ["post"]

    def post(self, request, code):
        known = {str(row.pk): row for row in self.get_queryset().filter(pk__in=self.chosen())}
        step = request.POST.get("step")
        if not known or step not in MANY:
            messages.warning(request, "没有选中任何一份，什么也没有办。请先在名单里勾选。")
            return HttpResponseRedirect(reverse("statusdata:list", args=[code]))
        outcome = MANY[step]([(known[key], seen) for key, seen in self.chosen().items() if key in known], by=request.user)
        context = {"outcome": outcome, "step": RETURN[step], "organization": self.organization}
        return render(request, "statusdata/many.html", context)

    def chosen(self):
        """The keys chosen with the version seen of each; what is no such pair is passed by."""
        pairs = [value.partition(":") for value in self.request.POST.getlist("chosen")]
        return {key: int(seen) for key, _, seen in pairs if KEY.fullmatch(key) and SEEN.fullmatch(seen)}
