"""The demonstration of status data: made-up schools of 陕西省 in two past years and in this one's round, and what real schools published."""

from django.db import transaction

from apps.accounts.models import User
from apps.organizations.models import Organization
from apps.statusdata.models import Round

from . import past, present, published
from .cast import Cast


@transaction.atomic
def load(today):
    """Enter it where no round is yet; what is drawn depends on ``today`` alone. The year asked for ended with the last 31 August."""
    if Round.objects.exists():
        return "已有轮次，不再载入"
    year = today.year - (1 if today.month > 8 else 2)
    cast = Cast(Organization.objects.get(code="610000"), officer=User.objects.get(username="shengji"))
    for before in (2, 1):
        past.accept(year - before, cast)
    stages = present.play(year, today, cast)
    published.enter()
    return f"{year}—{year + 1} 学年上报 {sum(stages.values())} 份，各环节都有；此前两年已受理"
