"""Remarks on cells and their answers."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from apps.accounts.access import objects_for
from apps.statusdata.contents import book_of
from apps.statusdata.forms.filling import AnswerForm, RemarkForm
from apps.statusdata.lifecycle import ANSWER, REMARK
from apps.statusdata.models import Remark, Return
from apps.statusdata.services.remarks import Answered, answer, remark, withdraw
from apps.statusdata.views.filling import FormPage
from apps.workflow.lifecycle import Conflict, WrongState

NOT_YET = "学校正在填报，上报之后才能写批注"


class WriteRemark(View):
    """A word on one cell of what was handed in; while the school fills in, its cells are not shown and not spoken of (D9)."""

    def post(self, request, pk, form):
        upload = get_object_or_404(objects_for(request.user, REMARK, Return.objects.select_related("round", "school")), pk=pk)
        if (sheet := book_of(upload).form_by_code.get(form)) is None:
            raise Http404
        if upload.state == Return.State.OPEN:
            return conflict(request, upload, NOT_YET)
        asked = RemarkForm(request.POST, upload=upload, form=sheet)
        page = reverse("statusdata:form", args=[upload.pk, form])
        if not asked.is_valid():
            return self.again(asked)
        row = asked.cleaned_data.get("record")
        said = {"field": asked.cleaned_data["field"], "text": asked.cleaned_data["text"], "record_id": row and row.pk}
        try:
            made = remark(upload, form=form, **said, by=request.user)
        except WrongState:
            return conflict(request, upload, NOT_YET)
        messages.success(request, "批注已写入，学校会收到消息。")
        return HttpResponseRedirect(f"{page}#rm-{made.pk}")

    def again(self, asked):
        """The page of the form once more, the cell still chosen and what was written still there."""
        page = FormPage(asked=asked)
        page.setup(self.request, **self.kwargs)
        return page.get(self.request)


class WithdrawRemark(View):
    def post(self, request, pk):
        row = get_object_or_404(Remark.objects.select_related("upload__school", "upload__round"), pk=pk, by=request.user)
        get_object_or_404(objects_for(request.user, REMARK, Return.objects.filter(pk=row.upload_id)))
        try:
            withdraw(row, by=request.user)
        except Answered as earlier:
            return conflict(request, row.upload, f"这条批注已由{earlier.args[0]}答复，不能再撤回")
        except Conflict:
            return conflict(request, row.upload, "这条批注已经撤回")
        messages.success(request, "批注已撤回，学校会收到消息。")
        return redirect("statusdata:form", row.upload_id, row.form)


class AnswerRemark(View):
    def post(self, request, pk):
        row = get_object_or_404(objects_for(request.user, ANSWER, Remark.objects.select_related("upload__school", "upload__round")), pk=pk)
        page = reverse("statusdata:form", args=[row.upload_id, row.form])
        asked = AnswerForm(request.POST)
        if not asked.is_valid():
            messages.error(request, "答复没有写入：请写明内容，最多 500 字。")
            return redirect(f"{page}#rm-{row.pk}")
        try:
            answer(row, text=asked.cleaned_data["text"], by=request.user)
        except Answered as earlier:
            return conflict(request, row.upload, f"这条批注已由{earlier.args[0]}答复")
        except Conflict:
            return conflict(request, row.upload, "这条批注已经撤回，不用再答复")
        messages.success(request, "答复已写入，写批注的人会收到消息。")
        return redirect(f"{page}#rm-{row.pk}")


def conflict(request, upload, message):
    return render(request, "workflow/conflict.html", {"message": message, "object": upload}, status=409)
