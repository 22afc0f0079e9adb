from apps.documents.access import register
from apps.statusdata.lifecycle import FILL, VIEW
from apps.statusdata.models import Import, Return, Snapshot

# Receipts are files of the version they speak of, attachments of the return they were filled into.
register(Snapshot, VIEW)
register(Return, VIEW)
# A workbook brought in stays with its import, for those who fill in the return.
register(Import, FILL)
