from datetime import timedelta

from apps.jobs.services import every, job
from apps.statusdata.models import Round, Snapshot
from apps.statusdata.services import chain, receipts, rounds


@job("statusdata.open_returns")
def open_returns(row, round_pk):
    return rounds.open_returns(Round.objects.get(pk=round_pk), row)


@job("statusdata.write_receipt")
def write_receipt(row, snapshot_pk, kind):
    return {"file": receipts.write(Snapshot.objects.get(pk=snapshot_pk), kind).file.get_absolute_url()}


@every(timedelta(minutes=1))
def close_old_sittings():
    chain.close_old_sittings()
