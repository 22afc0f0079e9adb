"""An element before a member: the data, the papers once they are open, his own judgement, the others' once his own is in (R9.3)."""

from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from apps.accounts.access import may
from apps.diagnosis.rules import OF_AN_ELEMENT
from apps.reviews.forms import FocusForm, JudgeForm, NoteForm
from apps.reviews.lifecycle import READ_DATA, READ_MATERIAL, VISIT
from apps.reviews.models import Review
from apps.reviews.selectors.pages import data_of, judged, notes_of, own_list, own_notes, said_by_school
from apps.reviews.services import judgements
from apps.reviews.views.parts import AskingOfElement, AskingOfReview, element_of, review_for, trail
from apps.schemes.selectors import elements
from apps.statusdata.forms.filling import Unreadable, typed
from apps.workflow.lifecycle import Conflict

UNREADABLE = {"message": "系统没有看懂这次保存，请重新打开本页再试。"}


class ElementPage(AskingOfReview):
    permission = READ_DATA
    form_class = JudgeForm
    template_name = "reviews/element.html"
    title, button, done = "判断", "提交判断", "判断已提交；同组其他人已交的，现在看得到。"

    def dispatch(self, request, *args, **kwargs):
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "stage": judgements.stage_of(self.object)}

    def get_context_data(self, **kwargs):
        review, user = self.object, self.request.user
        element = element_of(review, self.code)
        stage = judgements.stage_of(review)
        given = list(judged(user, review, element))
        own = any(row.member.expert.user_id == user.pk and row.stage == stage for row in given)
        said = said_by_school(review) if may(user, READ_MATERIAL, review) else None
        texts = None if said is None else [(kind.label, said.get((element.code, kind), "")) for kind in OF_AN_ELEMENT]
        rows = own_list(review, user)
        nexts = [due.element for due in rows if stage and getattr(due, stage) is None and due.element.pk != element.pk]
        return super().get_context_data(
            element=element, data=data_of(review, element), texts=texts, given=given, asks=stage is not None and not own,
            next=nexts[0] if nexts else None, stage=stage, focuses=review.focuses.filter(element=element),
            notes=own_notes(review, user, element) if review.state in judgements.NOTED_IN and may(user, VISIT, review) else None, **kwargs,
        ) | {"trail": trail(review, user, str(element))}  # fmt: skip

    def call(self, answer, reason):
        stage = judgements.stage_of(self.object)
        if stage is None:
            raise Http404
        judgements.judge(self.object, element_of(self.object, self.code), stage=stage, answer=answer, reason=reason, by=self.request.user)
        # Here he reads what the others said, and from here the way leads on to the next.
        self.back = reverse("reviews:element", args=[self.object.pk, self.code])


class AddFocus(AskingOfElement):
    permission = VISIT
    form_class = FocusForm
    title, button, done = "定一条复核重点", "加入清单", "已加入清单。"
    explanation = "写明要弄清的问题、看什么、访谈谁，进校时照此核实。"

    def call(self, **given):
        judgements.focus(self.object, **given, by=self.request.user)


class Notes(AskingOfElement):
    """What the group wrote down at the school, by element; written without a network too, see static/js/notes.js."""

    permission = VISIT
    form_class = NoteForm
    template_name = "reviews/notes.html"
    page = "reviews:notes"
    title, button, done = "现场记录", "保存记录", "记录已保存。"

    def get_context_data(self, **kwargs):
        review = self.object
        return super().get_context_data(notes=notes_of(review), writable=review.state in judgements.NOTED_IN, **kwargs)

    def call(self, **given):
        judgements.note(self.object, **given, by=self.request.user)


class SaveNote(View):
    """A note sent by the saver: ``record`` is its key, ``field`` the code of its element; sent again it is no second one (I2).

    200 {value, shown, by, at}; 422 {message, suggestion}; 403; 409 {reason: closed, message}.
    """

    http_method_names = ["post"]

    def post(self, request, pk):
        review = review_for(request.user, VISIT, pk)
        try:
            save = typed(request.body)
        except Unreadable:
            return JsonResponse(UNREADABLE, status=400)
        # Kept in a browser and sent after somebody else signed in there: it waits for who wrote it.
        if save.person and save.person != str(request.user.pk):
            return JsonResponse({"message": "这一条是另一位专家写的，请由本人登录后发送。"}, status=403)
        form = NoteForm({"text": save.value, "client": save.record, "element": self.key_of(review, save.field)}, review=review)
        if not form.is_valid():
            words = "；".join(word for words in form.errors.values() for word in words)
            return JsonResponse({"message": f"这一条没有写入：{words}", "suggestion": "请改正后再保存"}, status=422)
        try:
            kept = judgements.note(review, **form.cleaned_data, by=request.user)
        except Conflict:
            when = "还没有开始" if review.state == Review.State.READING else "已经结束"
            return JsonResponse({"reason": "closed", "message": f"进校复核{when}，这一条没有写入，还留在本机。"}, status=409)
        at = timezone.localtime(kept.at)
        shown = {"value": kept.text, "shown": kept.text, "version": 0, "correction": ""}
        return JsonResponse({**shown, "by": str(kept.member.expert), "at": f"{at.month} 月 {at.day} 日 {at:%H:%M}"})

    def key_of(self, review, code):
        return elements(review.scheme.guidance).filter(code=code).values_list("pk", flat=True).first()
