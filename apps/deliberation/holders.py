from apps.deliberation.lifecycle import DECISION, MINUTES
from apps.deliberation.models import Case, Sitting
from apps.documents.access import register

register(Case, DECISION)
register(Sitting, MINUTES)
