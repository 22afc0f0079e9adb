from apps.documents.access import register
from apps.statusdata.lifecycle import VIEW
from apps.statusdata.models import Snapshot

# Receipts are files of the version they speak of.
register(Snapshot, VIEW)
