from apps.documents.access import register
from apps.followup.lifecycle import READ, VIEW_ORDER
from apps.followup.models import Order, Summary

register(Order, VIEW_ORDER)
register(Summary, READ)
