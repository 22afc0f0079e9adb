from apps.diagnosis.lifecycle import VIEW_PLAN
from apps.diagnosis.models import DevelopmentPlan
from apps.documents.access import register

register(DevelopmentPlan, VIEW_PLAN)
