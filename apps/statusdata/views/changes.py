"""What changed since the last signed version, the steps taken, and the receipts."""

from django.http import Http404, HttpResponseRedirect
from django.views.generic import DetailView

from apps.accounts.access import may
from apps.accounts.mixins import OwnMixin
from apps.jobs.services import is_under_way
from apps.statusdata.contents import book_of, opened
from apps.statusdata.lifecycle import READ, RETURN, VIEW
from apps.statusdata.models import Receipt, Return
from apps.statusdata.selectors.changes import versions, worded
from apps.statusdata.services.chain import receipt_later
from apps.statusdata.services.snapshots import content, differences
from apps.workflow.selectors import history

RETURNS = Return.objects.select_related("school", "round__province", "round__edition", "snapshot")


class Changes(OwnMixin, DetailView):
    """While the return is open its cells are the school's alone (D9): others see the versions that were signed."""

    queryset = RETURNS
    permission = VIEW
    template_name = "statusdata/changes.html"

    def get_context_data(self, **kwargs):
        unsigned = self.object.state == Return.State.OPEN and may(self.request.user, READ, self.object)
        old, new = versions(self.object, unsigned=unsigned)
        forms = self.compared(old, new) if old and (new or unsigned) else []
        count = sum(len(cells) for _form, cells in forms)
        return super().get_context_data(
            old=old, new=new, unsigned=unsigned, forms=forms, count=count, history=history(self.object, RETURN, open_return="建立上报"), **kwargs
        )

    def compared(self, old, new):
        before, after = opened(old), opened(new) if new else content(self.object)
        return worded(book_of(self.object), differences(before, after), before, after)


class ReceiptPage(OwnMixin, DetailView):
    """Leads to the receipt's file; says that it is being made until it is there, and has it made again where that failed."""

    queryset = RETURNS
    permission = VIEW
    template_name = "statusdata/receipt.html"

    def get_object(self, queryset=None):
        upload = super().get_object(queryset)
        if upload.snapshot is None:
            raise Http404
        return upload

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        receipt = self.receipt(self.object)
        # A partial request cannot open a file: it is told that the file is there.
        if receipt and not request.htmx:
            return HttpResponseRedirect(receipt.file.get_absolute_url())
        return self.render_to_response(self.get_context_data(receipt=receipt))

    def post(self, request, *args, **kwargs):
        upload = self.get_object()
        if not self.receipt(upload):
            receipt_later(upload.snapshot, self.kind(upload), by=request.user)
        return HttpResponseRedirect(request.get_full_path())

    def get_context_data(self, **kwargs):
        kind = self.kind(self.object)
        waiting = is_under_way("statusdata.write_receipt", f"{self.object.snapshot_id}:{kind}")
        return super().get_context_data(kind=kind, waiting=waiting, **kwargs)

    def receipt(self, upload):
        return Receipt.objects.filter(snapshot=upload.snapshot_id, kind=self.kind(upload)).select_related("file").first()

    def kind(self, upload):
        """The receipt asked for; without a word the furthest there is."""
        accepted = upload.state == Return.State.ACCEPTED
        if accepted and self.request.GET.get("kind") != Receipt.Kind.SUBMITTED:
            return Receipt.Kind.ACCEPTED
        return Receipt.Kind.SUBMITTED
