"""Orders: drawn up, issued, answered, verified (R11.2)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.views import View

from apps.accounts.access import may, objects_for
from apps.deliberation.models import Case
from apps.followup.forms import AnswerForm, DraftForm, ExtendForm, IssueForm, VerifyForm
from apps.followup.lifecycle import ISSUE, ORDER, VIEW_ORDER, VIEW_SUMMARY
from apps.followup.models import Order
from apps.followup.rules import late
from apps.followup.selectors.improvement import standing_cases, to_order
from apps.followup.services import orders, papers
from apps.organizations.models import Organization
from apps.workflow.lifecycle import Conflict, WrongState
from apps.workflow.selectors import history
from apps.workflow.views import Asking, LifecycleList, LifecyclePage, StepView

ORDERS = Order.objects.select_related("school", "case", "document")


class OrderList(LifecycleList):
    queryset = ORDERS
    permission = VIEW_ORDER
    lifecycle = ORDER
    template_name = "followup/orders.html"

    def get_context_data(self, **kwargs):
        here = objects_for(self.request.user, ISSUE, Organization.objects.filter(path__startswith=self.organization.path))
        return super().get_context_data(waiting=to_order(standing_cases().filter(school__in=here)), today=localdate(), **kwargs)


class DrawUpOrder(View):
    """Begins the order of a case concluded 异常."""

    http_method_names = ["post"]

    def post(self, request, pk):
        here = objects_for(request.user, ISSUE, Organization.objects.all())
        case = get_object_or_404(standing_cases().filter(school__in=here), pk=pk)
        try:
            row = orders.draw_up(case, by=request.user)
        except WrongState:
            messages.warning(request, "没有拟定：结论不是“异常”，或者整改要求已经拟定。请在列表里打开它。")
            return HttpResponseRedirect(reverse("followup:orders", args=[case.school.path.split(".")[1]]))
        return redirect("followup:write_order", row.pk)


class WriteOrder(Asking):
    """What is asked of the school and until when, worked out before it is issued."""

    form_class = DraftForm
    title = "写整改要求"
    button = "保存草稿"
    explanation = "保存以后只有本省经办看得到；在整改要求页上看过，再下达给学校。"

    @cached_property
    def subject(self):
        return get_object_or_404(objects_for(self.request.user, ISSUE, ORDERS), pk=self.kwargs["pk"])

    @property
    def back(self):
        return self.subject.get_absolute_url()

    def get_initial(self):
        return {"seen": self.subject.version, "requirements": self.subject.requirements, "due": self.subject.due}

    def do(self, **given):
        try:
            orders.write(self.subject, by=self.request.user, **given)
        except Conflict:
            message = "这份整改要求刚被别人改过，或者已经下达，您写的没有保存。"
            return render(self.request, "workflow/conflict.html", {"message": message, "object": self.subject}, status=409)
        messages.success(self.request, "已保存。看过以后按“下达整改要求”。")
        return HttpResponseRedirect(self.back)


class OrderPage(LifecyclePage):
    queryset = ORDERS
    permission = VIEW_ORDER
    lifecycle = ORDER
    template_name = "followup/order.html"

    def get_context_data(self, **kwargs):
        row = self.object
        overdue = row.state == Order.State.ISSUED and late(row.due, localdate())
        reads = row.case.state == Case.State.DECIDED and may(self.request.user, VIEW_SUMMARY, row)
        return super().get_context_data(
            overdue=overdue,
            writable=row.state == Order.State.DRAFT and row.may_issue_order,
            reads=reads,
            awaited=papers.awaited(row),
            making=papers.being_made(row),
            history=history(row, ORDER, draw_up_order="拟定"),
            **kwargs,
        )


class MakePaper(View):
    """The paper asked for again where it was not made."""

    http_method_names = ["post"]

    def post(self, request, pk):
        row = get_object_or_404(objects_for(request.user, VIEW_ORDER, ORDERS), pk=pk)
        if papers.awaited(row):
            papers.paper_later(row, by=request.user)
        return HttpResponseRedirect(row.get_absolute_url())


class OrderStep(StepView):
    queryset = ORDERS
    lifecycle = ORDER
    seen_by = VIEW_ORDER
    template_name = "followup/order_step.html"

    def get_context_data(self, **kwargs):
        # What the form asks for is not yet lacking.
        return super().get_context_data(**kwargs) | {"missing": []}


class IssueOrder(OrderStep):
    step = "issue_order"
    form_class = IssueForm
    service = staticmethod(orders.issue)

    def get_initial(self):
        return {**super().get_initial(), "requirements": self.object.requirements, "due": self.object.due}


class ExtendOrder(OrderStep):
    step = "extend_order"
    form_class = ExtendForm
    service = staticmethod(orders.extend)


class AnswerOrder(OrderStep):
    step = "answer_order"
    form_class = AnswerForm
    service = staticmethod(orders.answer)

    def get_initial(self):
        return {**super().get_initial(), "answer": self.object.answer}


class ReturnOrder(OrderStep):
    step = "return_order"
    service = staticmethod(orders.send_back)


class CloseOrder(OrderStep):
    step = "close_order"
    form_class = VerifyForm
    service = staticmethod(orders.close)
