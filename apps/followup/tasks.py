from datetime import timedelta

from django.utils.timezone import localdate

from apps.followup.models import Order
from apps.followup.services import orders, papers, stops
from apps.jobs.services import every, job


@job("followup.write_order")
def write_order(row, order_pk):
    return {"file": papers.write_order(Order.objects.get(pk=order_pk)).document.get_absolute_url()}


@every(timedelta(hours=1))
def follow_orders():
    orders.lapse()
    orders.chase(localdate())


@every(timedelta(days=1))
def propose_stops():
    stops.propose(localdate())
