"""The pages on which a return is filled in and read: the return, its forms, what the rules say of a form."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import DetailView, FormView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from apps.accounts.access import held, mark
from apps.accounts.mixins import OwnMixin
from apps.administration.views.seen import SeenBy
from apps.statusdata.contents import book_of
from apps.statusdata.forms.filling import AssignForm, MissingForm, RemarkForm
from apps.statusdata.lifecycle import ANSWER, CERTIFY, FILL, READ, REMARK, RETURN, VIEW
from apps.statusdata.models import Return, Sheet
from apps.statusdata.selectors import progress, sheets
from apps.statusdata.selectors.changes import sent_back
from apps.statusdata.selectors.said import open_remarks
from apps.statusdata.services.assignments import assign
from apps.statusdata.views.cells import FillView
from apps.workflow.selectors import history
from apps.workflow.views import LifecyclePage

VIEW_POST = "accounts.view_post"


class ReturnPage(LifecyclePage):
    """The return: how far each form is, what stands in the way, remarks to answer, the steps open to the person."""

    queryset = Return.objects.select_related("school__parent", "round__province")
    permission = VIEW
    lifecycle = RETURN
    template_name = "statusdata/return.html"

    def get_queryset(self):
        return mark(self.request.user, [FILL, READ, VIEW_POST], super().get_queryset())

    def get_context_data(self, **kwargs):
        rows, said = progress.rows(self.object)
        sealed = not self.object.may_read_return
        # Who may not read it is told how much was filled in, of nothing else.
        ready = sum(bool(row.filled or row.declared_empty) if sealed else row.complete for row in rows)
        return super().get_context_data(
            rows=rows, sealed=sealed, back=may_read_back(self.request.user, self.object), writable=self.object.writable and self.object.may_fill_return,
            hard=[each for each in said if each.hard], soft=[each for each in said if not each.hard and not each.settled],
            shares=progress.by_person(rows, self.request.user), ready=ready, remarks=open_remarks(self.object), trail=trail(self.object),
            lacking=sum(not each.hard and not each.settled and not each.message.rule for each in said), lacking_form=MissingForm(),
            can_assign=self.object.writable and self.object.may_certify_return, history=history(self.object, RETURN, open_return="建立上报"), **kwargs,
        )  # fmt: skip


class ReturnSeenBy(SeenBy):
    queryset = Return.objects.select_related("school", "round")
    permission = VIEW
    note = "学校填报期间，各格的数值只有本校填报的人能看，其余的人只看得到进度。"


class Assign(OwnMixin, SingleObjectMixin, FormView):
    """Who fills in which form: the principal says."""

    queryset = Return.objects.select_related("school", "round__province")
    permission = CERTIFY
    form_class = AssignForm
    template_name = "statusdata/assign.html"

    def dispatch(self, *args, **kwargs):
        self.object = self.get_object()
        return super().dispatch(*args, **kwargs)

    def get_initial(self):
        return {sheet.form: str(sheet.assigned_to_id or "") for sheet in Sheet.objects.filter(upload=self.object)}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "upload": self.object}

    def get_context_data(self, **kwargs):
        return super().get_context_data(trail=trail(self.object, "分派各表"), **kwargs)

    def form_valid(self, form):
        assign(self.object, form.cleaned_data, by=self.request.user)
        messages.success(self.request, "各表的填报人已记下。")
        return HttpResponseRedirect(self.object.get_absolute_url())


class FormPage(OwnMixin, DetailView):
    """One form of a return: to fill in while it is open, to read afterwards. Officials see the cells of what was handed in only (D9).

    ``asked``: a RemarkForm that was refused, to be put right.
    """

    asked = None
    queryset = Return.objects.select_related("school", "round__province", "snapshot")
    permission = VIEW
    template_name = "statusdata/form.html"

    def get_queryset(self):
        return mark(self.request.user, [FILL, READ, REMARK, ANSWER], super().get_queryset())

    def get_context_data(self, **kwargs):
        upload, book = self.object, book_of(self.object)
        form = book.form_by_code.get(self.kwargs["form"])
        if form is None:
            raise Http404
        around = {"form": form, "trail": trail(upload, f"{form.code} {form.name}"), **neighbours(book, form)}
        if not upload.may_read_return:
            back = may_read_back(self.request.user, upload)
            return super().get_context_data(sealed=True, back=back, page=sheets.handed_in(upload, form) if back else None, **around, **kwargs)
        return super().get_context_data(
            page=sheets.page(upload, form), writable=upload.writable, majors=majors(book, form) if upload.writable else [],
            answerable=upload.may_answer_remark, remark_form=self.remark_form(form), **around, **kwargs,
        )  # fmt: skip

    def remark_form(self, form):
        if self.object.state == Return.State.OPEN or not self.object.may_remark_return:
            return None
        return self.asked or RemarkForm(upload=self.object, form=form, initial={name: self.request.GET.get(name) for name in ["field", "record"]})


class FormMessages(FillView, TemplateView):
    """What the rules say of a form now, as parts of its page."""

    template_name = "statusdata/_messages.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            object=self.upload, form=self.form, **sheets.now(self.upload, self.form), writable=self.upload.writable, **kwargs
        )


def may_read_back(user, upload):
    """Whether to show, of a return that the school has again, what it had handed in: to those above who sent it back, whatever it types now (D9)."""
    return sent_back(upload) and held(user, READ, Return.objects.filter(pk=upload.pk)).exists()


def trail(upload, *words):
    return [
        ("状态数据", reverse("statusdata:list", args=[upload.school.code])),
        (str(upload), upload.get_absolute_url() if words else ""),
        *((each, "") for each in words),
    ]


def neighbours(book, form):
    place = book.forms.index(form)
    return {"previous": book.forms[place - 1] if place else None, "next": book.forms[place + 1] if place + 1 < len(book.forms) else None}


def majors(book, form):
    return book.majors.values() if any(field.kind == "major" for field in form.fields) else []
