from apps.documents.access import register
from apps.followup.lifecycle import VIEW_ORDER, VIEW_SUMMARY
from apps.followup.models import Order, Summary

register(Order, VIEW_ORDER)
register(Summary, VIEW_SUMMARY)
