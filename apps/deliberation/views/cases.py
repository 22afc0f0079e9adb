"""Cases: listed, heard, voted upon, resolved, decided."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import FormView

from apps.accounts.access import may, objects_for, unit_for
from apps.core.templatetags.look import full_day
from apps.deliberation.contents import answer_awaited_until
from apps.deliberation.forms import DecideForm, ListForm, RecuseForm, ResolveForm, ReverseForm, VoteForm
from apps.deliberation.lifecycle import CASE, OPEN, VIEW, VOTE
from apps.deliberation.models import Case, Sitting
from apps.deliberation.selectors.cases import brief, is_blind, otherwise, waiting
from apps.deliberation.selectors.sittings import counted, in_office
from apps.deliberation.services import cases
from apps.deliberation.services.papers import decision_being_made
from apps.organizations.models import Organization
from apps.reviews.models import Review
from apps.workflow.lifecycle import Conflict, NotReady, WrongState
from apps.workflow.views import LifecycleList, LifecyclePage, StepView, at_its_field

CASES = Case.objects.select_related(
    "school", "sitting__committee", "chair__user", "decided_by", "review__scheme", "review__report__diagnosis", "document"
)

#: So many reports stand above the list, the first handed in first.
SHOWN = 200


class CaseList(LifecycleList):
    queryset = CASES
    permission = VIEW
    lifecycle = CASE
    template_name = "deliberation/cases.html"

    def get_context_data(self, **kwargs):
        here = objects_for(self.request.user, OPEN, Organization.objects.filter(path__startswith=self.organization.path))
        rows = waiting().filter(school__in=here).order_by("reported_at")
        return super().get_context_data(waiting=rows[:SHOWN], waiting_in_all=rows.count(), may_open=unit_for(self.request.user, OPEN), **kwargs)


class OpenCase(View):
    """Lays a group's report before the committee."""

    http_method_names = ["post"]

    def post(self, request, pk):
        here = objects_for(request.user, OPEN, Organization.objects.all())
        review = get_object_or_404(Review.objects.filter(school__in=here).select_related("school"), pk=pk)
        try:
            case = cases.open_case(review, by=request.user)
        except WrongState:
            messages.warning(request, "这份复核报告已经提交审议，或者还没有提交。")
            return HttpResponseRedirect(request.POST.get("back", "") if request.POST.get("back", "").startswith("/work/") else "/desk/")
        messages.success(request, "已立为审议事项，请列入一次会议。")
        return redirect(case)


class CasePage(LifecyclePage):
    queryset = CASES
    permission = VIEW
    lifecycle = CASE
    template_name = "deliberation/case.html"

    def get_context_data(self, **kwargs):
        given = {"brief": brief(self.object, self.request.user), "form": VoteForm()} | kwargs
        may_open = objects_for(self.request.user, OPEN, CASES.filter(pk=self.object.pk)).exists()
        return super().get_context_data(may_open=may_open, making=bool(self.object.decided) and decision_being_made(self.object), **given)


class CaseStep(StepView):
    queryset = CASES
    lifecycle = CASE
    seen_by = VIEW


class PutOn(CaseStep):
    step = "list"
    form_class = ListForm
    template_name = "deliberation/put_on.html"

    @property
    def province(self):
        return self.object.school.path.split(".")[1]

    @cached_property
    def awaited(self):
        return answer_awaited_until(self.object)

    def get_form_kwargs(self):
        ready = Sitting.objects.filter(state=Sitting.State.PREPARED, committee__organization__code=self.province)
        if self.awaited:
            ready = ready.filter(on__gt=self.awaited)
        return {**super().get_form_kwargs(), "sittings": ready.order_by("on")}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(province=self.province, awaited=self.awaited, **kwargs)
        when = f"{full_day(self.awaited)} 以后" if self.awaited else ""
        nowhere = [] if context["form"].fields["sitting"].queryset.exists() else [f"会议：还没有筹备中的{when}会议，请先召集一次"]
        return context | {"missing": [*context["missing"], *nowhere]}

    def take(self, *, sitting, seen, by, **_):
        return cases.put_on(self.object, sitting=sitting, seen=seen, by=by)


class Postpone(CaseStep):
    step = "postpone"
    service = staticmethod(cases.postpone)


class Deliberate(CaseStep):
    step = "deliberate"
    form_class = ResolveForm
    template_name = "deliberation/resolve.html"
    service = staticmethod(cases.deliberate)

    @cached_property
    def blind(self):
        return is_blind(self.object, self.request.user) and may(self.request.user, VOTE, self.object)

    def get_initial(self):
        return {**super().get_initial(), "minority": "" if self.blind else otherwise(self.object)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(tally=counted(self.object), blind=self.blind, **kwargs) | {"missing": []}

    def take(self, *, resolution, minority, seen, by, **_):
        return cases.deliberate(self.object, resolution=resolution, minority=minority, seen=seen, by=by)


class SendBack(CaseStep):
    step = "send_back"
    service = staticmethod(cases.send_back)


class Decide(CaseStep):
    step = "decide"
    form_class = DecideForm
    template_name = "deliberation/decide.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request, "case": self.object}

    def get_initial(self):
        return {**super().get_initial(), "conclusion": self.object.deliberated}

    def get_context_data(self, **kwargs):
        return super().get_context_data(brief=brief(self.object, self.request.user), **kwargs) | {"missing": []}

    def take(self, *, conclusion, number, reason, seen, by, **_):
        """``contrary`` was the form's to ask."""
        return cases.decide(self.object, conclusion=conclusion, number=number, reason=reason, seen=seen, by=by)


class Reverse(CaseStep):
    step = "reverse"
    form_class = ReverseForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    def take(self, *, note, seen, by, **_):
        return cases.reverse(self.object, note=note, seen=seen, by=by)


class CastVote(CasePage):
    """A vote that cannot be counted comes back on the page of the case, with what was written."""

    def get(self, request, *args, **kwargs):
        """Whoever comes back to the address finds the case."""
        return redirect(self.get_object())

    def post(self, request, pk):
        case = self.object = self.get_object()
        form = VoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            cases.vote(case, **form.cleaned_data, by=request.user)
        except PermissionDenied:
            message = "现在不能表决：会议没有开始、本案已经议决，或者您没有登记到会"
            return render(request, "workflow/conflict.html", {"object": case, "message": message}, status=409)
        except cases.AlreadyVoted:
            messages.warning(request, "您在这次会议上已经表决，一次为准。")
        except NotReady as missing:
            form.add_error(None, [f"没有记下。{what}。" for what in missing.args[0]])
            return self.render_to_response(self.get_context_data(form=form))
        except ValidationError as wrong:
            form.add_error(None, at_its_field(form, wrong))
            return self.render_to_response(self.get_context_data(form=form))
        else:
            messages.success(request, "已记下您的表决。")
        return redirect(case)


class Recuse(FormView):
    """A member withdraws from a case, or the secretary writes down that one does."""

    form_class = RecuseForm
    template_name = "deliberation/recuse.html"

    def dispatch(self, request, *args, **kwargs):
        self.case = get_object_or_404(objects_for(request.user, VIEW, CASES), pk=kwargs["pk"])
        if self.case.state != Case.State.LISTED:
            message = "本案没有列入会议，或者已经议决，现在不用登记回避"
            return render(request, "workflow/conflict.html", {"object": self.case, "message": message}, status=409)
        everybody = objects_for(request.user, OPEN, CASES.filter(pk=self.case.pk)).exists()
        gone = set(self.case.recusals.values_list("member", flat=True))
        members = in_office(self.case.sitting)
        self.members = [each for each in members if each.pk not in gone and (everybody or each.user_id == request.user.pk)]
        if not self.members:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "members": self.members}

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.case, **kwargs)

    def form_valid(self, form):
        try:
            cases.recuse(self.case, **form.cleaned_data, by=self.request.user)
        except Conflict:
            message = "这位委员刚刚已经登记回避，或者本案已经议决"
            return render(self.request, "workflow/conflict.html", {"object": self.case, "message": message}, status=409)
        messages.success(self.request, "已登记回避。回避的委员不再看到本案，也不计入本案的表决。")
        own = form.cleaned_data["member"].user_id == self.request.user.pk
        return redirect("workflow:desk") if own else redirect(self.case)
