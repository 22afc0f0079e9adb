from apps.documents.access import register
from apps.statusdata.lifecycle import FILL, READ, VIEW
from apps.statusdata.models import Import, Return, Snapshot

# Receipts are files of the version they speak of.
register(Snapshot, VIEW)
# Attachments belong to the return they were filled into, and are seen by who sees its cells.
register(Return, READ)
# A workbook brought in stays with its import, for those who fill in the return.
register(Import, FILL)
