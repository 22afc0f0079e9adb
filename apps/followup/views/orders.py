"""Orders: drawn up, issued, answered, verified (R11.2)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views import View

from apps.accounts.access import may, objects_for
from apps.deliberation.models import Case
from apps.followup.forms import AnswerForm, ExtendForm, IssueForm, VerifyForm
from apps.followup.lifecycle import ISSUE, ORDER, VIEW_ORDER, VIEW_SUMMARY
from apps.followup.models import Order
from apps.followup.rules import late
from apps.followup.selectors.improvement import standing_cases, to_order
from apps.followup.services import orders, papers
from apps.organizations.models import Organization
from apps.workflow.lifecycle import WrongState
from apps.workflow.selectors import history
from apps.workflow.views import LifecycleList, LifecyclePage, StepView

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
        return redirect(row)


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
