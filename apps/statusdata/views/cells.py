"""Saving over the wire: cells, explanations, attachments. Every refusal names what would be right; nothing typed is dropped unsaid."""

import json

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.views import View

from apps.accounts.access import objects_for
from apps.core.text import count_chars, is_padded
from apps.dictionary.values import MAX_TEXTFILE, BadValue, Cleaned, clean, shown
from apps.documents.models import File
from apps.documents.services import store
from apps.statusdata.contents import book_of
from apps.statusdata.forms.filling import MissingForm, Unreadable, typed
from apps.statusdata.lifecycle import FILL, READ
from apps.statusdata.models import Return
from apps.statusdata.services import cells
from apps.statusdata.services.remarks import explain, explain_missing

HANDED_IN = "数据已经上报，这一项没有写入。您写的还留在本机，退回或撤回后可以再写入。"
ENDED = "本轮上报已经结束，这一项没有写入。您写的还留在本机；如须更正，请联系省级经办重新开放轮次，再写入。"
UNREADABLE = {"message": "系统没有看懂这次保存，请重新打开本页再试。"}
NOT_TYPED = {"message": "这一项不由学校填写。", "suggestion": "来自学校登记的，请向上级经办人提出更正"}


class FillView(View):
    """What all that fills in a return share: the return from those the person may fill in, the form from its edition."""

    uploads = Return.objects.select_related("round")

    def dispatch(self, request, *args, pk, form=None, **kwargs):
        self.upload = get_object_or_404(objects_for(request.user, FILL, self.uploads), pk=pk)
        self.form = book_of(self.upload).form_by_code.get(form)
        if form is not None and self.form is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class WireView(FillView):
    """A JSON body in, a JSON answer out; ``save`` gives the status and the answer to one save."""

    def post(self, request, **kwargs):
        try:
            save = typed(request.body)
        except Unreadable:
            return JsonResponse(UNREADABLE, status=400)
        status, answer = self.not_theirs(save) or self.save(save)
        return JsonResponse(answer, status=status)

    def not_theirs(self, save):
        # Kept in a browser and sent after somebody else signed in there: it waits for who typed it.
        if save.person and save.person != str(self.request.user.pk):
            return 403, {"message": "这一项是另一位人员填写的，请由本人登录后发送。"}
        return None


class SaveCell(WireView):
    """200 {value, shown, version, correction}; 422 {message, suggestion}; 409 {reason: overtaken | closed | gone, message, …}."""

    uploads = FillView.uploads.only("round__edition")

    def save(self, save):
        return self.save_all([save])[0]

    def save_all(self, saves):
        """(status, answer) of each of ``saves``, each for itself."""
        answers = [self.not_theirs(save) or self.read(save) for save in saves]
        changes = {place: self.change(saves[place], cleaned.value) for place, cleaned in enumerate(answers) if isinstance(cleaned, Cleaned)}
        outcomes = cells.save_cells(self.upload, list(changes.values()), by=self.request.user)
        for place, outcome in zip(changes, outcomes, strict=True):
            answers[place] = self.outcome(saves[place], answers[place], outcome)
        return answers

    def change(self, save, value):
        return cells.Change(save.record, self.form.code, save.field, save.seen, value, save.client, save.number)

    def read(self, save):
        """What was typed, as Cleaned; or the status and answer to what cannot be taken."""
        field = self.form.by_code.get(save.field)
        if field is None or not field.typed_by_school:
            return 422, NOT_TYPED
        try:
            cleaned = clean(field, save.value, catalogue=book_of(self.upload).majors)
            self.require_file(field, cleaned.value)
        except BadValue as wrong:
            return 422, {"message": wrong.message, "suggestion": wrong.suggestion}
        return cleaned

    def outcome(self, save, cleaned, version):
        field = self.form.by_code[save.field]
        if isinstance(version, cells.Refused):
            return refused(save, version, lambda value: shown(field, value))
        return 200, {"value": cleaned.value, "shown": shown(field, cleaned.value), "version": version, "correction": cleaned.correction}

    def require_file(self, field, value):
        """An attachment is one that was uploaded to this return."""
        key = value.get("file") if field.kind == "textfile" and value else value if field.kind == "attachment" else None
        if key and not File.objects.of(self.upload).filter(pk=key).exists():
            raise BadValue("没有找到这个附件", "请重新上传")


class SaveExplanation(WireView):
    """Why a soft finding stands: ``field`` is the code of the rule, ``record`` the row it speaks of or null."""

    def save(self, save):
        text = str(save.value or "").strip()
        if save.field not in known_codes(book_of(self.upload)):
            return 422, {"message": "没有这条规则。", "suggestion": "请重新打开本页"}
        if (count := count_chars(text)) > MAX_TEXTFILE:
            return 422, {"message": f"说明共 {count} 字。", "suggestion": f"最多 {MAX_TEXTFILE} 字，请删去 {count - MAX_TEXTFILE} 字"}
        if is_padded(text, MAX_TEXTFILE):
            return 422, {"message": "空格和空行太多。", "suggestion": "请删去一些"}
        try:
            explain(self.upload, check_code=save.field, record_id=save.record, text=text, seen=str(save.seen or ""), by=self.request.user)
        except cells.Refused as reason:
            return refused(save, reason, lambda value: value or "空")
        return 200, {"value": text or None, "shown": text, "version": 0, "correction": ""}


class Upload(FillView):
    """An attachment of a cell: kept with the return; the cell names it by a save of its own."""

    def post(self, request, **kwargs):
        if "file" not in request.FILES:
            return refusal(400, "没有收到文件，请再选一次。")
        if reason := cells.closed(self.upload):
            return refusal(409, closed_words(reason), reason="closed")
        try:
            file = store(request.FILES["file"], holder=self.upload, permission=READ, by=request.user)
        except ValidationError as wrong:
            return refusal(422, "；".join(wrong.messages), suggestion="")
        return JsonResponse({"file": str(file.pk), "name": file.name, "url": file.get_absolute_url()})


def closed_words(reason):
    return ENDED if isinstance(reason, cells.RoundClosed) else HANDED_IN


def known_codes(book):
    """The codes that can stand for a finding: of the rules, and of what is missing in a form."""
    return book.check_by_code.keys() | {f"{form.code}-00" for form in book.forms}


def refused(save, reason, words):
    """Status and answer to a save that was refused; ``words`` shows a value to people."""
    if isinstance(reason, cells.Closed):
        return 409, {"message": closed_words(reason), "reason": "closed"}
    if isinstance(reason, cells.Gone):
        return 409, {"message": "这一行已被删去，您写的没有写入。", "reason": "gone"}
    theirs = words(reason.current)
    mine = save.value if isinstance(save.value, str) else json.dumps(save.value, ensure_ascii=False)
    who = str(reason.by or "另一位人员")
    message = f"{who}刚把这一项改成了“{theirs}”，您写的“{mine}”没有写入。请选用其一。"
    return 409, {"message": message, "reason": "overtaken", "current": reason.current, "shown": theirs, "by": who}


def refusal(status, message, **more):
    return JsonResponse({"message": message, **more}, status=status, json_dumps_params={"ensure_ascii": False})


class ExplainMissing(FillView):
    """One explanation for all forms that still lack cells, from the return's page; sent without one, back to it with a word."""

    def post(self, request, **kwargs):
        form = MissingForm(request.POST)
        if not form.is_valid():
            messages.error(request, form.errors["text"][0])
        else:
            self.explain(request, form.cleaned_data["text"])
        return HttpResponseRedirect(self.upload.get_absolute_url())

    def explain(self, request, text):
        try:
            count = explain_missing(self.upload, text=text, by=request.user)
        except cells.Closed as reason:
            messages.error(request, closed_words(reason))
        else:
            messages.success(request, f"已为 {count} 张表写上说明。")
