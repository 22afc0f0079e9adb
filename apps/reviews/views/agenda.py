"""The agenda of a visit: its half-days written and taken off by the lead or the province (I2)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import View

from apps.reviews.forms import AgendaForm
from apps.reviews.lifecycle import PLAN_AGENDA
from apps.reviews.models import Agenda
from apps.reviews.selectors.pages import agenda_of
from apps.reviews.services import agenda
from apps.reviews.views.parts import AskingOfReview, review_for


class Plan(AskingOfReview):
    permission = PLAN_AGENDA
    form_class = AgendaForm
    template_name = "reviews/agenda.html"
    page = "reviews:agenda"
    title, button, done = "进校日程", "加入日程", "已加入日程，并已通知学校和专家。"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "review": self.object}

    def get_initial(self):
        return {**super().get_initial(), "on": self.object.visit_from, "half": Agenda.Half.MORNING}

    def get_context_data(self, **kwargs):
        return super().get_context_data(agenda=agenda_of(self.object), **kwargs)

    def call(self, **given):
        agenda.enter(self.object, **given, by=self.request.user)


class LayOut(View):
    http_method_names = ["post"]

    def post(self, request, pk):
        review = review_for(request.user, PLAN_AGENDA, pk)
        made = agenda.lay_out(review, by=request.user)
        messages.success(request, f"已按样式排出 {made} 个半天，请逐项核对。" if made else "每个半天都已有安排，没有新增。")
        return HttpResponseRedirect(reverse("reviews:agenda", args=[pk]))


class Drop(View):
    http_method_names = ["post"]

    def post(self, request, pk, item):
        review = review_for(request.user, PLAN_AGENDA, pk)
        agenda.drop(get_object_or_404(Agenda.objects.select_related("review"), pk=item, review=review), by=request.user)
        messages.success(request, "已从日程删去。")
        return HttpResponseRedirect(reverse("reviews:agenda", args=[pk]))
