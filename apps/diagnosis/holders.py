from apps.diagnosis.lifecycle import VIEW_MEASURE, VIEW_PLAN
from apps.diagnosis.models import DevelopmentPlan, Measure
from apps.documents.access import register

register(DevelopmentPlan, VIEW_PLAN)
register(Measure, VIEW_MEASURE)
