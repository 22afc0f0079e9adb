"""Committees: the list, one committee, its members' terms, what is reported."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import DetailView, ListView, View

from apps.accounts.access import may, objects_for
from apps.accounts.mixins import OwnMixin, WorkMixin
from apps.administration.views.people import shown_once
from apps.experts.forms.committees import CommitteeForm, EndTermForm, EnrolForm
from apps.experts.lifecycle import MANAGE, VIEW_COMMITTEE
from apps.experts.models import Committee, Membership
from apps.experts.rules import against_nominating
from apps.experts.selectors.committees import members_on, reported, without_field
from apps.experts.services import committees as services
from apps.experts.views.pool import UnitForm
from apps.organizations.models import Level
from apps.workflow.views import Asking


class CommitteeList(WorkMixin, ListView):
    """The committees at and below a unit; the nation sees of each province whether it has reported (R2.1)."""

    permission = VIEW_COMMITTEE
    queryset = Committee.objects.select_related("organization")
    template_name = "experts/committees.html"

    def get_context_data(self, **kwargs):
        unit = self.organization
        sets_up = unit.level == Level.PROVINCE and may(self.request.user, MANAGE, unit) and not self.object_list
        rows = reported(unit, timezone.localdate())
        reporting = sum(1 for _province, _committee, at in rows if at)
        return super().get_context_data(organization=unit, rows=rows, reporting=reporting, sets_up=sets_up, **kwargs)


class SetUp(UnitForm):
    permission = MANAGE
    form_class = CommitteeForm
    back_to = "experts:committees"
    title = button = "设立专委会"
    explanation = "一省一个；可以与高等职业院校合设。设立以后增加委员，再把名单报教育部。"

    def dispatch(self, request, *args, **kwargs):
        if Committee.objects.filter(organization__code=kwargs["code"]).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"title": f"{self.subject}中等职业学校教学诊改专委会"}

    def do(self, **given):
        row = services.set_up(self.subject, by=self.request.user, **given)
        messages.success(self.request, "专委会已设立。请增加委员。")
        return redirect(row)


class CommitteePage(OwnMixin, DetailView):
    queryset = Committee.objects.select_related("organization")
    permission = VIEW_COMMITTEE
    template_name = "experts/committee.html"

    def get_context_data(self, **kwargs):
        today, committee = timezone.localdate(), self.object
        members = members_on(committee, today)
        manages = may(self.request.user, MANAGE, committee)
        nominee = committee.memberships.filter(nominated_on__isnull=False).select_related("user").first()
        rows = [(member, manages and nominee is None and not against_nominating(member.duty, member.in_charge)) for member in members]
        past = committee.memberships.filter(until__lt=today).select_related("user").order_by("-until")
        lacking = without_field(members)
        rosters = committee.rosters.select_related("by")
        return super().get_context_data(
            rows=rows, manages=manages, past=past, lacking=lacking, rosters=rosters, nominee=nominee, today=today, **kwargs
        )  # fmt: skip


class AboutCommittee(Asking):
    """A form about a committee, open to who keeps it."""

    def dispatch(self, request, *args, **kwargs):
        self.committee = self.get_committee()
        self.subject, self.back = self.committee, self.committee.get_absolute_url()
        return super().dispatch(request, *args, **kwargs)

    def get_committee(self):
        return get_object_or_404(objects_for(self.request.user, MANAGE, Committee.objects.select_related("organization")), pk=self.kwargs["pk"])


class Enrol(AboutCommittee):
    form_class = EnrolForm
    title = button = "增加委员"
    explanation = "委员同时得到专委会的岗位，任期相同。没有账户的人同时开户，下一页给出一次性密码。"

    def do(self, **given):
        member, password = services.enrol(self.committee, by=self.request.user, **given)
        if not password:
            messages.success(self.request, f"已增加{member.get_duty_display()}{member.user}。")
            return HttpResponseRedirect(self.back)
        return shown_once(self.request, member.user, password, back=self.back)


class AboutMember(AboutCommittee):
    def get_committee(self):
        rows = objects_for(self.request.user, MANAGE, Membership.objects.select_related("user", "committee__organization"))
        self.member = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self.member.committee


class Leave(AboutMember):
    form_class = EndTermForm
    title = button = "结束任期"
    explanation = "到这一天为止，此后不再能看专委会的事项；参加过的审议和表决都保留。"

    def do(self, until):
        services.leave(self.member, until=until, by=self.request.user)
        messages.success(self.request, f"{self.member.user}的任期到 {until:%Y-%m-%d} 为止。")
        return HttpResponseRedirect(self.back)


class Act(View):
    """One press on a committee's page; what stands against it is said there."""

    permission = MANAGE
    http_method_names = ["post"]
    queryset = Membership.objects.select_related("committee", "user")
    done = ""

    def get_queryset(self):
        return objects_for(self.request.user, self.permission, self.queryset)

    def post(self, request, pk):
        row = get_object_or_404(self.get_queryset(), pk=pk)
        try:
            self.act(row)
        except ValidationError as error:
            messages.error(request, "；".join(error.messages))
        else:
            messages.success(request, self.done)
        return redirect(row if isinstance(row, Committee) else row.committee)


class PutForward(Act):
    done = "已推荐为全国专委会人选，随名单报送。"

    def act(self, row):
        services.put_forward(row, by=self.request.user)


class TakeBack(Act):
    done = "推荐已撤回。"

    def act(self, row):
        services.take_back(row, by=self.request.user)


class ReportRoster(Act):
    queryset = Committee.objects.all()
    done = "名单已报送教育部。"

    def act(self, row):
        services.report_roster(row, by=self.request.user)
