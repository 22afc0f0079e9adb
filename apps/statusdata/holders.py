from apps.documents.access import register
from apps.statusdata.lifecycle import VIEW
from apps.statusdata.models import Return, Snapshot

# Receipts are files of the version they speak of, attachments of the return they were filled into.
register(Snapshot, VIEW)
register(Return, VIEW)
