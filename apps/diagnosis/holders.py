from apps.diagnosis.lifecycle import VIEW_MEASURE, VIEW_PLAN, VIEW_REPORT
from apps.diagnosis.models import DevelopmentPlan, Measure, Report
from apps.documents.access import register

register(DevelopmentPlan, VIEW_PLAN)
# The paper of a signed version, and its stamped scan.
register(Report, VIEW_REPORT)
# What shows how far a measure is.
register(Measure, VIEW_MEASURE)
