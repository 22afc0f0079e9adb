"""How many groups an expert serves on whose report is not in yet, for the list of the pool."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from apps.experts.selectors.pool import with_load
from apps.reviews.models import Member, Review

SERVING = Member.objects.serving().exclude(review__state=Review.State.REPORTED).filter(expert=OuterRef("pk"))

with_load(Coalesce(Subquery(SERVING.order_by().values("expert").annotate(number=Count("pk")).values("number")), 0))
