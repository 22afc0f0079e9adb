"""An element before a member: the data, the papers once they are open, his own judgement, the others' once his own is in (R9.3)."""

from django.http import Http404

from apps.accounts.access import may
from apps.diagnosis.rules import OF_AN_ELEMENT
from apps.reviews.forms import FocusForm, JudgeForm, NoteForm
from apps.reviews.lifecycle import READ_MATERIAL, VISIT
from apps.reviews.selectors.pages import data_of, judged, own_list, said_by_school
from apps.reviews.services import judgements
from apps.reviews.views.parts import AskingOfElement, AskingOfReview, element_of, trail


class ElementPage(AskingOfReview):
    permission = "reviews.read_data"
    form_class = JudgeForm
    template_name = "reviews/element.html"
    title, button, done = "判断", "提交判断", "判断已提交；同组其他人已交的，现在看得到。"

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        review, user = self.object, self.request.user
        element = element_of(review, self.code)
        stage = judgements.stage_of(review)
        given = list(judged(user, review, element))
        own = any(row.member.expert.user_id == user.pk and row.stage == stage for row in given)
        said = said_by_school(review) if may(user, READ_MATERIAL, review) else None
        texts = None if said is None else [(kind.label, said.get((element.pk, kind), "")) for kind in OF_AN_ELEMENT]
        rows = own_list(review, user)
        nexts = [due.element for due in rows if stage and getattr(due, stage) is None and due.element.pk != element.pk]
        return super().get_context_data(
            element=element, data=data_of(review, element), texts=texts, given=given, asks=stage is not None and not own,
            next=nexts[0] if nexts else None, stage=stage, focuses=review.focuses.filter(element=element), **kwargs,
        ) | {"trail": trail(review, user, str(element))}  # fmt: skip

    def call(self, answer, reason):
        stage = judgements.stage_of(self.object)
        if stage is None:
            raise Http404
        judgements.judge(self.object, element_of(self.object, self.code), stage=stage, answer=answer, reason=reason, by=self.request.user)


class AddFocus(AskingOfElement):
    permission = VISIT
    form_class = FocusForm
    title, button, done = "定一条复核重点", "加入清单", "已加入清单。"
    explanation = "写明要弄清的问题、看什么、访谈谁，进校时照此核实。"

    def call(self, **given):
        judgements.focus(self.object, **given, by=self.request.user)


class AddNote(AskingOfElement):
    permission = VISIT
    form_class = NoteForm
    title, button, done = "现场记录", "保存记录", "记录已保存。"
    explanation = "记下所见所闻和出处，供写报告和讨论用，只有专家组看得到。"

    def call(self, **given):
        judgements.note(self.object, **given, by=self.request.user)
