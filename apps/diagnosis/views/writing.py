"""The page of an element, where 附 1 and 附 2 are written, and saving over the wire. Every refusal says what would be right; nothing typed is dropped."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.views import View
from django.views.generic import DetailView, TemplateView

from apps.accounts.access import may, objects_for
from apps.accounts.mixins import OwnMixin
from apps.diagnosis.lifecycle import MANAGE, READ, WRITE
from apps.diagnosis.models import Diagnosis, Draft, Passage
from apps.diagnosis.selectors.measures import of_element
from apps.diagnosis.selectors.opinions import opinions_on
from apps.diagnosis.selectors.overview import WHOLE, rows
from apps.diagnosis.selectors.versions import recent, versions
from apps.diagnosis.selectors.worktable import element_of, page_of, whole_of
from apps.diagnosis.services.passages import Change, restore, save_passage
from apps.diagnosis.views.pages import DIAGNOSES
from apps.schemes.models import Element
from apps.statusdata.forms.filling import Unreadable, typed
from apps.statusdata.services.cells import Closed, Gone, Overtaken

SIGNED = "报告已经签字，这一段没有写入。您写的还留在本机，撤回以后可以再写入。"
GONE = "这一段已经不在，您写的没有写入。"
UNREADABLE = {"message": "系统没有看懂这次保存，请重新打开本页再试。"}
LONGEST = 20_000


class ElementView(OwnMixin, TemplateView):
    """What is shown of an element, or of the whole under the code ``whole``, to who may read the diagnosis."""

    permission = READ

    def get_context_data(self, pk, code, **kwargs):
        user = self.request.user
        self.object = get_object_or_404(objects_for(user, READ, DIAGNOSES), pk=pk)
        try:
            page = whole_of(self.object) if code == WHOLE else page_of(self.object, element_of(self.object, code), user)
        except Element.DoesNotExist as unknown:
            raise Http404 from unknown
        return super().get_context_data(object=self.object, page=page, code=code, **kwargs)


class ElementPage(ElementView):
    template_name = "diagnosis/element.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        others = rows(self.object)
        place = next(number for number, row in enumerate(others) if row.code == context["code"])
        writable = self.object.state == Diagnosis.State.OPEN and may(self.request.user, WRITE, self.object)
        words = {figure.code: figure.words for figure in context["page"].figures.values()}
        return {
            **context, "others": others, "row": others[place], "writable": writable, "figures_json": json.dumps(words, ensure_ascii=False),
            "before": others[place - 1] if place else None, "after": others[place + 1] if place + 1 < len(others) else None,
            "opinions": opinions_on(self.object, context["page"].element) if context["page"].element else [],
            "measures": of_element(self.object, context["page"].element), "adds": may(self.request.user, MANAGE, self.object),
            "recent": recent(self.object, context["page"].element), "trail": [(str(self.object), self.object.get_absolute_url()), (others[place].words, "")],
        }  # fmt: skip


class ElementFindings(ElementView):
    """What is found in the texts of an element now: fetched again after each save."""

    template_name = "diagnosis/_findings.html"


class SaveText(View):
    """One text saved: 200 {value, shown, version, correction}; 422; 409 {reason: overtaken | closed | gone, message, …}."""

    http_method_names = ["post"]

    def post(self, request, pk):
        diagnosis = get_object_or_404(objects_for(request.user, WRITE, Diagnosis.objects.all()), pk=pk)
        try:
            save = typed(request.body)
            change = Change(save.record, _text(save.seen), _text(save.value), save.client, save.number)
        except Unreadable:
            return answer(400, UNREADABLE)
        # Kept in a browser and sent after somebody else signed in there: it waits for who typed it.
        if save.person and save.person != str(request.user.pk):
            return answer(403, {"message": "这一段是另一位人员写的，请由本人登录后发送。"})
        try:
            row = save_passage(diagnosis, change, by=request.user)
        except Closed:
            return answer(409, {"message": SIGNED, "reason": "closed"})
        except Gone:
            return answer(409, {"message": GONE, "reason": "gone"})
        except Overtaken as other:
            return answer(409, overtaken(other))
        return answer(200, {"value": row.text, "shown": row.text, "version": row.version, "correction": ""})


class VersionsPage(OwnMixin, DetailView):
    """Who wrote what when in one text, the difference of each version to the one before, and any of them brought back."""

    queryset = Passage.objects.select_related("diagnosis__school", "element__item", "hint", "by")
    template_name = "diagnosis/versions.html"

    def get_queryset(self):
        return self.queryset.filter(diagnosis__in=objects_for(self.request.user, READ, Diagnosis.objects.all()))

    def get_context_data(self, **kwargs):
        diagnosis = self.object.diagnosis
        writable = diagnosis.state == Diagnosis.State.OPEN and may(self.request.user, WRITE, diagnosis)
        return super().get_context_data(
            versions=versions(self.object), diagnosis=diagnosis, writable=writable, back=page_address(self.object), **kwargs
        )


class Restore(View):
    """``draft``: the version to bring back; ``seen``: the version number of the text that stood on the page."""

    http_method_names = ["post"]

    def post(self, request, pk):
        mine = Passage.objects.filter(diagnosis__in=objects_for(request.user, WRITE, Diagnosis.objects.all()))
        passage = get_object_or_404(mine.select_related("diagnosis", "element"), pk=pk)
        key = request.POST.get("draft", "")
        draft = get_object_or_404(Draft, passage=passage, pk=key if key.isascii() and key.isdigit() and len(key) < 19 else 0)
        if request.POST.get("seen") != str(passage.version):
            messages.warning(request, "这一段刚被改过，没有恢复。请看现在的内容，再决定。")
            return HttpResponseRedirect(request.path.removesuffix("restore/"))
        try:
            restore(passage.diagnosis, draft, seen=passage.text, by=request.user)
        except Closed:
            messages.error(request, "报告已经签字，没有恢复。要改的，请先撤回。")
        except Overtaken:
            messages.warning(request, "这一段刚被改过，没有恢复。请看现在的内容，再决定。")
        else:
            messages.success(request, "已恢复这一稿，原来的内容留作上一稿。")
        return HttpResponseRedirect(page_address(passage))


def page_address(passage):
    """Where a passage is written."""
    code = passage.element.code if passage.element_id else WHOLE
    return f"{passage.diagnosis.get_absolute_url()}elements/{code}/#p-{passage.pk}"


def overtaken(other):
    who = str(other.by or "另一位人员")
    message = f"{who}刚改了这一段，您写的没有写入。请看对方写的，再选用其一；您写的还在框里。"
    return {"message": message, "reason": "overtaken", "current": other.current, "shown": other.current, "by": who}


def answer(status, given):
    return JsonResponse(given, status=status, json_dumps_params={"ensure_ascii": False})


def _text(value):
    """A text as a page sends it; line breaks as one character. Unreadable for anything else."""
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise Unreadable
    return value.replace("\r\n", "\n").replace("\r", "\n")
