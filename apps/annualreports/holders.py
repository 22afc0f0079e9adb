from apps.annualreports.lifecycle import READ_DRAFT, VIEW, VIEW_CHAPTER, VIEW_CIRCULAR
from apps.annualreports.models import Chapter, Circular, YearlyReport
from apps.documents.access import register

register(YearlyReport, VIEW)
# A draft is the province's own.
register(YearlyReport, READ_DRAFT)
register(Circular, VIEW_CIRCULAR)
register(Chapter, VIEW_CHAPTER)
