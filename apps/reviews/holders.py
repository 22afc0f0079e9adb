from apps.documents.access import register
from apps.reviews.lifecycle import READ_MATERIAL, READ_REPORT
from apps.reviews.models import Review

# Materials open to the group with the papers; the report when it is handed in.
register(Review, READ_MATERIAL)
register(Review, READ_REPORT)
