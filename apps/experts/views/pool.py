"""The pool: the list, an expert's page, naming, admission, training, removal."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from apps.accounts.access import may, objects_for, reach
from apps.accounts.mixins import OwnMixin
from apps.administration.views.people import shown_once
from apps.experts.forms.pool import DescribeForm, JobForm, NominateForm, PoolFilter, RemoveForm, TrainForm
from apps.experts.lifecycle import HANDLE, NOMINATE, POOL, TRAIN, VIEW, VIEW_INTEREST
from apps.experts.models import Conduct, Expert, Interest
from apps.experts.rules import missing_fields
from apps.experts.selectors.pool import pool, province_of, specialities
from apps.experts.selectors.ties import ties_of
from apps.experts.services import pool as services
from apps.organizations.models import Organization
from apps.workflow.views import Asking, LifecycleList, LifecyclePage, StepView

EXPERTS = Expert.objects.select_related("user", "province", "nominator", "employer_unit", "city")


class ExpertList(LifecycleList):
    permission = VIEW
    lifecycle = POOL
    template_name = "experts/list.html"

    def get_queryset(self):
        self.queryset = pool(Expert.objects.all(), timezone.localdate())
        rows = super().get_queryset()
        self.filter = PoolFilter(self.request.GET)
        return self.filter.narrowed(rows)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, unit = self.request.user, self.organization
        admitted = Expert.objects.admitted().filter(nominator__path__startswith=unit.path)
        lacking = missing_fields(admitted.order_by().values_list("kind", flat=True).distinct())
        given = {
            "filter": self.filter,
            "selects": [self.filter[name] for name in ("kind", "speciality", "trained", "busy")],
            "nominates": may(user, NOMINATE, unit),
            "trains": may(user, TRAIN, unit),
            "lacking": lacking,
        }
        return {**context, **given}


class UnitForm(Asking):
    """A form at the unit of the address, open to who holds ``permission`` there."""

    permission = ""
    back_to = "experts:list"

    def dispatch(self, request, *args, **kwargs):
        mine = objects_for(request.user, "organizations.view_organization", Organization.objects.all())
        self.subject = get_object_or_404(objects_for(request.user, self.permission, mine), code=kwargs["code"])
        self.back = reverse(self.back_to, args=[self.subject.code])
        return super().dispatch(request, *args, **kwargs)


class Nominate(UnitForm):
    permission = NOMINATE
    form_class = NominateForm
    title = "推荐专家"
    button = "推荐入库"
    explanation = "由省级审核，同意后入库。专家来自中高职教育、教育教学研究、行业企业三个方面；请如实填写任职，与学校的关系入库后由本人申报。"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "province": province_of(self.subject)}

    def do(self, **given):
        expert = services.nominate(self.subject, by=self.request.user, **given)
        messages.success(self.request, f"已推荐{expert}，等省级审核。")
        return redirect(expert)


class Train(UnitForm):
    permission = TRAIN
    form_class = TrainForm
    title = button = "登记培训"
    explanation = "培训结束以后，为参加并结业的专家一并登记；参加复核的专家须有有效的培训。"

    def pool(self):
        return EXPERTS.admitted().filter(nominator__path__startswith=self.subject.path).order_by("user__name", "pk")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "experts": self.pool()}

    def get_initial(self):
        return {"organiser": str(self.subject), "experts": self.request.GET.getlist("expert")[:1]}

    def do(self, experts, **given):
        new = services.train(experts, by=self.request.user, **given)
        messages.success(self.request, f"已为 {new} 名专家登记培训。" if new else "所选的专家都已登记过这次培训，没有重复登记。")
        return redirect(self.back)


class ExpertPage(LifecyclePage):
    queryset = EXPERTS
    permission = VIEW
    lifecycle = POOL
    template_name = "experts/page.html"

    def get_context_data(self, **kwargs):
        user, expert = self.request.user, self.object
        sees_ties, keeps = reach(user, VIEW_INTEREST, Interest), may(user, TRAIN, expert)
        cases = objects_for(user, HANDLE, Conduct.objects.filter(expert=expert).select_related("school", "expert__user"))
        return super().get_context_data(
            ties=ties_of(expert).filter(sees_ties), cases=cases, keeps=keeps, resets=services.may_reset(user, expert),
            describes=services.may_describe(user, expert), **about(expert), **kwargs,
        )  # fmt: skip


def about(expert):
    """What an expert's page and his own one show alike."""
    today = timezone.localdate()
    trainings = [(row, row.on <= today and (row.until is None or row.until >= today)) for row in expert.trainings.all()]
    names = [each for each in specialities() if each.code in expert.specialities]
    jobs = expert.employments.select_related("unit", "bar")
    return {
        "expert": expert,
        "today": today,
        "trainings": trainings,
        "jobs": jobs,
        "specialities": names,
        "trained": any(holds for _row, holds in trainings),
    }


class ExpertStep(StepView):
    queryset = EXPERTS
    lifecycle = POOL
    template_name = "experts/step.html"
    seen_by = VIEW


class Decline(ExpertStep):
    step = "decline"
    service = staticmethod(services.decline)


class Renominate(ExpertStep):
    step = "renominate"
    service = staticmethod(services.renominate)


class Remove(ExpertStep):
    step = "remove"
    service = staticmethod(services.remove)
    form_class = RemoveForm

    def get_context_data(self, **kwargs):
        # What is missing is asked for on this very page.
        return {**super().get_context_data(**kwargs), "missing": []}


class Admit(ExpertStep):
    """The page of a first password is shown instead of the expert's where an account was opened for him."""

    step = "admit"

    def take(self, **given):
        self.object, self.password = services.admit(self.object, **given)

    def form_valid(self, form):
        response = super().form_valid(form)
        return (
            shown_once(self.request, self.object.user, self.password, back=self.object.get_absolute_url())
            if getattr(self, "password", "")
            else response
        )


class ResetPassword(OwnMixin, DetailView):
    """Asks first; the answer to the POST is the only place where the new password stands."""

    queryset = EXPERTS
    permission = VIEW
    template_name = "administration/reset.html"

    def get_object(self, queryset=None):
        expert = super().get_object(queryset)
        if not services.may_reset(self.request.user, expert):
            raise Http404
        return expert

    def get_context_data(self, **kwargs):
        return super().get_context_data(person=self.object.user, back=self.object.get_absolute_url(), **kwargs)

    def post(self, request, pk):
        expert = self.get_object()
        return shown_once(request, expert.user, services.reset_password(expert, by=request.user), back=expert.get_absolute_url())


class AboutExpert(Asking):
    """A form about an expert, open to himself and to who keeps the pool."""

    def dispatch(self, request, *args, **kwargs):
        expert = get_object_or_404(EXPERTS, **self.wanted(request.user))
        if not self.allowed(request.user, expert):
            raise Http404
        self.subject = expert
        own = request.user.pk == expert.user_id
        self.back = reverse("experts:me") if own else expert.get_absolute_url()
        return super().dispatch(request, *args, **kwargs)

    def wanted(self, user):
        return {"pk": self.kwargs["pk"]} if "pk" in self.kwargs else {"user": user.pk}

    def allowed(self, user, expert):
        return services.may_describe(user, expert)

    def done(self, words):
        messages.success(self.request, words)
        return HttpResponseRedirect(self.back)


class Describe(AboutExpert):
    form_class = DescribeForm
    title = "改专家情况"
    button = "保存情况"
    explanation = "所在地市用来认定同城回避；专长用来为学校配专家。"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "province": self.subject.province}

    def get_initial(self):
        return {name: getattr(self.subject, name) for name in services.DESCRIBED}

    def do(self, **given):
        services.describe(self.subject, by=self.request.user, **given)
        return self.done("情况已保存。")


class Employ(AboutExpert):
    form_class = JobForm
    title = button = "登记任职"
    explanation = "现在的单位和过去的单位都在这里登记。单位是本省学校的，登记后立即回避该校的复核。"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "province": self.subject.province}

    def do(self, **given):
        job = services.employ(self.subject, by=self.request.user, **given)
        return self.done(f"任职已登记，并已回避{job.unit}。" if job.bar else "任职已登记。")
