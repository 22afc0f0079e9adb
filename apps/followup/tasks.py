from datetime import timedelta

from django.utils.timezone import localdate

from apps.followup.models import Order
from apps.followup.services import orders, papers, stops, summaries
from apps.jobs.services import every, job


@job("followup.write_order", again=True)
def write_order(row, order_pk):
    document = papers.write_order(Order.objects.get(pk=order_pk)).document
    return {"file": document.get_absolute_url()} if document else None


# Whoever reads an order, or looks up its code, is not left for long with one that no longer holds.
@every(timedelta(seconds=10))
def lapse():
    orders.lapse()
    summaries.lapse()


@every(timedelta(hours=1))
def chase_orders():
    orders.chase(localdate())


@every(timedelta(days=1))
def propose_stops():
    stops.propose(localdate())
