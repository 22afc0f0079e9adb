from functools import partial

from apps.audit.models import Seal
from apps.audit.services import verify
from apps.jobs.services import job, report


@job("administration.check_seals")
def check_seals(row):
    """What the person reads of it stands in ``words``, a line each."""
    seals = Seal.objects.count()
    words = verify(partial(report, row))
    return {"words": words or [f"{seals} 次封存与所封的记录逐条相符，前后相连，没有改动、删去或插入。"]}
