"""Rows of the many-row forms: added, removed, declared none, carried over; by a page's form, or over the wire with JSON back."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from apps.statusdata.forms.filling import number
from apps.statusdata.services import rows
from apps.statusdata.services.cells import Closed, Gone
from apps.statusdata.views.cells import FillView, closed_words, refusal


class RowView(FillView):
    """``act`` does it and returns the answer; refused, the page says why and JSON carries the reason."""

    gone = ""
    done = ""

    def post(self, request, **given):
        self.wire = request.accepts("application/json") and not request.accepts("text/html")
        if not self.form.rows:
            return self.refuse("这张表每校一条，没有行可以增删。", "refused")
        try:
            answer = self.act(**given)
        except Closed as reason:
            return self.refuse(closed_words(reason), "closed")
        except Gone:
            return self.refuse(self.gone, "gone")
        except rows.TooMany:
            return self.refuse(f"一张表最多 {rows.MOST_ROWS} 行，没有增加。", "refused")
        return JsonResponse(answer) if self.wire else self.back(messages.SUCCESS, self.done)

    def refuse(self, words, reason):
        return refusal(409, words, reason=reason) if self.wire else self.back(messages.ERROR, words)

    def back(self, level, words):
        if words:
            messages.add_message(self.request, level, words)
        return HttpResponseRedirect(reverse("statusdata:form", args=[self.upload.pk, self.form.code]) + "#rows")


class AddRow(RowView):
    """``key``, repeated: the sender's own for each row, so that a request sent again adds no second one; without it one. → {rows: [key, …]}."""

    gone = "这一行属于别的表，没有增加。请重新打开本页再试。"

    def act(self):
        try:
            keys = [uuid.UUID(key) for key in self.request.POST.getlist("key")]
        except ValueError:
            keys = []
        added = rows.add_rows(self.upload, self.form.code, keys or [uuid.uuid4()], by=self.request.user)
        return {"rows": [str(row.pk) for row in added]}


class RemoveRow(RowView):
    """``seen``: the version of the row that the person saw. → {}."""

    gone = "这一行刚被别人改过或删去，没有再删。请看现在的内容，再决定。"
    done = "已删去一行，原来的内容记在操作记录里。"

    def act(self, record):
        rows.remove_row(self.upload, self.form.code, record, seen=number(self.request.POST.get("seen")), by=self.request.user)
        return {}


class DeclareEmpty(RowView):
    """``empty``: "1" to declare that there is nothing of this kind, "" to take it back. → {empty}."""

    gone = "表里已经有记录，不能声明没有。请先看现有的行。"

    def act(self):
        empty = self.request.POST.get("empty") == "1"
        rows.declare_empty(self.upload, self.form.code, empty=empty, by=self.request.user)
        self.done = "已声明本学年没有此类记录。" if empty else "已收回声明。"
        return {"empty": empty}


class CarryOver(RowView):
    """Last year's rows into a form that has none. → {rows}."""

    gone = "表里已经有记录，没有再带入上年的行。"

    def act(self):
        number = rows.carry_over(self.upload, self.form, by=self.request.user)
        self.done = f"已带入上年的 {number} 行，请逐行核对，改成本学年的数。"
        return {"rows": number}


class ConfirmLast(FillView):
    """The empty cells of a single form filled with last year's values, because the person says that they are the same (B6)."""

    def post(self, request, **given):
        if self.form.rows:
            raise Http404
        try:
            number = rows.confirm_last(self.upload, self.form, by=request.user)
        except Closed as reason:
            messages.error(request, closed_words(reason))
        else:
            messages.success(request, f"已按上年写入 {number} 格，请逐格核对。" if number else "没有空着而上年有值的格，什么也没有写入。")
        return HttpResponseRedirect(reverse("statusdata:form", args=[self.upload.pk, self.form.code]))
