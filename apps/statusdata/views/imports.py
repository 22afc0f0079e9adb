"""The workbook: taken away, brought back, looked at, written (B4)."""

import io

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import render
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from apps.accounts.mixins import OwnMixin
from apps.audit.services import record
from apps.documents.rules import EXCEL
from apps.statusdata.contents import book_of
from apps.statusdata.forms.imports import ApplyForm, ImportForm
from apps.statusdata.lifecycle import FILL
from apps.statusdata.models import Import, Return
from apps.statusdata.selectors.imports import job_of, shown_plan, shown_report
from apps.statusdata.services import imports
from apps.statusdata.services.cells import Closed
from apps.statusdata.services.workbooks import workbook
from apps.workflow.lifecycle import Conflict

RETURNS = Return.objects.select_related("school", "round__province", "round__edition")
IMPORTS = Import.objects.select_related("upload__school", "upload__round__province", "upload__round__edition", "by")


class Workbook(OwnMixin, SingleObjectMixin, View):
    """The cells of an open return are the school's alone (D9), so the workbook is too."""

    queryset = RETURNS
    permission = FILL

    def get(self, request, pk):
        upload, form = self.get_object(), request.GET.get("form")
        if form and form not in book_of(upload).form_by_code:
            raise Http404
        blank = "blank" in request.GET
        content = workbook(upload, form=form or None, blank=blank)
        if not blank:
            record(by=request.user, verb="export_workbook", target=upload, after={"form": form} if form else {})
        name = f"{upload}{f' {form}' if form else ''}{'（空白）' if blank else ''}.xlsx"
        response = FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=EXCEL.media_type)
        response["Cache-Control"] = "private, no-store"
        return response


class NewImport(OwnMixin, SingleObjectMixin, FormView):
    queryset = RETURNS
    permission = FILL
    form_class = ImportForm
    template_name = "statusdata/import_new.html"

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not self.object.writable:
            return closed(request, self.object)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(recent=self.object.imports.select_related("by")[:5], **kwargs)

    def form_valid(self, form):
        try:
            row = imports.bring_in(self.object, form.cleaned_data["file"], by=self.request.user)
        except Closed:
            return closed(self.request, self.object)
        except ValidationError as refusal:
            form.add_error("file", refusal)
            return self.form_invalid(form)
        return HttpResponseRedirect(row.get_absolute_url())


class ImportPage(OwnMixin, DetailView):
    queryset = IMPORTS
    permission = FILL
    template_name = "statusdata/import.html"

    def get_context_data(self, **kwargs):
        row, book = self.object, book_of(self.object.upload)
        plan = shown_plan(row.plan, book) if row.plan else None
        return super().get_context_data(
            upload=row.upload,
            plan=plan,
            report=shown_report(row.report, book) if row.report else None,
            job=job_of(row),
            opened=row.upload.writable,
            **kwargs,
        )


class ImportStep(OwnMixin, SingleObjectMixin, View):
    queryset = IMPORTS
    permission = FILL
    http_method_names = ["post"]

    def post(self, request, pk):
        row, form = self.get_object(), ApplyForm(request.POST)
        if not form.is_valid():
            raise Http404
        try:
            self.take(row, form.cleaned_data)
        except Closed:
            return closed(request, row.upload)
        except Conflict:
            messages.info(request, "这份导入已经办过，没有再办一次。结果如下。")
        except imports.Unticked:
            messages.warning(request, "还有差错，没有写入。请改好工作簿重新导入，或选择只写入无差错的格。")
        return HttpResponseRedirect(row.get_absolute_url())


class ApplyImport(ImportStep):
    def take(self, row, given):
        clashes = [number for number in given["clash"] if number < len(row.plan.get("clashes", []))]
        removals = [number for number in given["removal"] if number < len(row.plan.get("removed", []))]
        imports.apply(row, clashes=clashes, removals=removals, partly=given["partly"], seen=given["seen"], by=self.request.user)


class DiscardImport(ImportStep):
    def take(self, row, given):
        imports.discard(row, seen=given["seen"], by=self.request.user)
        messages.success(self.request, "已放弃这次导入，什么也没有写入。")


def closed(request, upload):
    """409: the return was handed in, or its round has ended; what it takes to go on is said there."""
    now = RETURNS.get(pk=upload.pk)
    if now.state == Return.State.OPEN:
        words = "本轮上报已经结束，不能导入。如须更正，请联系省级经办重新开放轮次；工作簿请先留着。"
    else:
        words = f"{now}现在是“{now.get_state_display()}”，不能导入。撤回或退回以后可以再导入；工作簿请先留着。"
    return render(request, "workflow/conflict.html", {"message": words, "object": upload}, status=409)
