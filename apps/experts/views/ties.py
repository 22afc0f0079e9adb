"""Ties to schools: declared by the expert, by the school, by the province; taken back by the province."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.generic import ListView

from apps.accounts.access import objects_for
from apps.accounts.mixins import WorkMixin
from apps.experts.forms.ties import ReportForm, TieForm, WithdrawForm
from apps.experts.lifecycle import DECLARE, WITHDRAW
from apps.experts.models import Interest
from apps.experts.selectors.pool import reported_by_school
from apps.experts.services import conduct, pool, ties
from apps.experts.views.pool import AboutExpert, UnitForm
from apps.workflow.views import Asking

AT_ONCE = "申报后立即回避：即使已确定参加该校复核，也不能再看该校的任何材料。申报留有记录，写错的由省级撤销。"


class Declare(AboutExpert):
    form_class = TieForm
    title = button = "申报利害关系"
    explanation = AT_ONCE

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "province": self.subject.province}

    def allowed(self, user, expert):
        return expert.state in ties.IN_POOL and pool.may_describe(user, expert)

    def do(self, **given):
        tie = ties.declare(self.subject, by=self.request.user, **given)
        return self.done(
            f"已申报与{tie.school}的关系，" + ("已回避该校。" if tie.bar else "关系已过年限或者您在该校任职，不另作回避，参加复核仍须避开。")
        )


class SchoolTies(WorkMixin, ListView):
    """What a school has declared, and what it reported, of experts; what experts declared of themselves is not its to see."""

    permission = DECLARE
    queryset = Interest.objects.filter(side=Interest.Side.SCHOOL).select_related("expert__user", "declared_by", "school")
    template_name = "experts/ties.html"
    paginate_by = 50

    def get_context_data(self, **kwargs):
        return super().get_context_data(organization=self.organization, cases=reported_by_school(self.organization), **kwargs)


class SchoolDeclare(UnitForm):
    permission = DECLARE
    form_class = TieForm
    back_to = "experts:ties"
    title = button = "申报利害关系"
    explanation = f"本校与专家的关系，由校长申报。{AT_ONCE}"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "of_school": self.subject}

    def do(self, expert, **given):
        ties.declare(expert, school=self.subject, by=self.request.user, **given)
        messages.success(self.request, f"已申报与{expert}的关系，专家已回避本校。")
        return HttpResponseRedirect(self.back)


class SchoolReport(UnitForm):
    permission = DECLARE
    form_class = ReportForm
    back_to = "experts:ties"
    title = button = "反映专家情况"
    explanation = "专家自确定参加复核起，不得接受有关学校的咨询、讲学等邀请。反映送省级，15 个工作日内答复。"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "of_school": self.subject}

    def do(self, expert, **given):
        conduct.report(expert, school=self.subject, by=self.request.user, **given)
        messages.success(self.request, "已送省级。办结以后会给您发一条消息。")
        return HttpResponseRedirect(self.back)


class Withdraw(Asking):
    form_class = WithdrawForm
    title = button = "撤销申报"
    explanation = "只用于申报有误的。撤销以后回避解除，申报和撤销的原因都保留。"

    def dispatch(self, request, *args, **kwargs):
        standing = Interest.objects.standing().select_related("expert__user", "school")
        self.subject = get_object_or_404(objects_for(request.user, WITHDRAW, standing).exclude(expert__user=request.user.pk), pk=kwargs["pk"])
        self.back = self.subject.expert.get_absolute_url()
        return super().dispatch(request, *args, **kwargs)

    def do(self, withdrawal):
        ties.withdraw(self.subject, withdrawal=withdrawal, by=self.request.user)
        messages.success(self.request, "申报已撤销，本人和申报记录上都写明了原因。")
        return HttpResponseRedirect(self.back)
