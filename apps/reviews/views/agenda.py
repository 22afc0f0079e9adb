"""The agenda of a visit: its half-days written and taken off by the lead or the province (I2)."""

from django.shortcuts import get_object_or_404

from apps.reviews.forms import AgendaForm
from apps.reviews.lifecycle import PLAN_AGENDA
from apps.reviews.models import Agenda
from apps.reviews.selectors.pages import agenda_of
from apps.reviews.services import agenda
from apps.reviews.views.parts import AskingOfReview, Pressing


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


class LayOut(Pressing):
    permission = PLAN_AGENDA
    page = "reviews:agenda"

    def press(self, review):
        made = agenda.lay_out(review, by=self.request.user)
        return f"已按样式排出 {made} 个半天，请逐项核对。" if made else "每个半天都已有安排，没有新增。"


class Drop(Pressing):
    permission = PLAN_AGENDA
    page = "reviews:agenda"

    def press(self, review, item):
        agenda.drop(get_object_or_404(Agenda.objects.select_related("review"), pk=item, review=review), by=self.request.user)
        return "已从日程删去。"
