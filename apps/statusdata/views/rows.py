"""Rows of the many-row forms: added, removed, declared none, carried over; by a page's form, or over the wire with JSON back."""

import uuid

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
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
            return self.refuse(f"一张表最多 {rows.MOST_ROWS} 行。", "refused")
        return JsonResponse(answer) if self.wire else self.back(messages.SUCCESS, self.done)

    def refuse(self, words, reason):
        return refusal(409, words, reason=reason) if self.wire else self.back(messages.ERROR, words)

    def back(self, level, words):
        if words:
            messages.add_message(self.request, level, words)
        return HttpResponseRedirect(reverse("statusdata:form", args=[self.upload.pk, self.form.code]) + "#rows")


class AddRow(RowView):
    """``key``: the sender's own for the row, so that a request sent again adds no second one. → {record, position}."""

    gone = "这一行属于别的表，没有增加。请重新打开本页再试。"

    def act(self):
        try:
            key = uuid.UUID(self.request.POST.get("key", ""))
        except ValueError:
            key = None
        row = rows.add_row(self.upload, self.form.code, key=key, by=self.request.user)
        return {"record": str(row.pk), "position": row.position}


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
