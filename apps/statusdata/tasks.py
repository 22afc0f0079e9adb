from datetime import timedelta

from apps.jobs.services import every, job
from apps.statusdata.models import Import, Round, Snapshot
from apps.statusdata.services import imports, receipts, rounds, sittings


@job("statusdata.open_returns")
def open_returns(row, round_pk):
    return rounds.open_returns(Round.objects.get(pk=round_pk), row)


@job("statusdata.tell_late")
def tell_late(row, round_pk, keys):
    return rounds.tell_late(Round.objects.get(pk=round_pk), keys)


@job("statusdata.write_receipt", again=True)
def write_receipt(row, snapshot_pk, kind):
    return {"file": receipts.write(Snapshot.objects.get(pk=snapshot_pk), kind).file.get_absolute_url()}


@job("statusdata.read_workbook")
def read_workbook(row, import_pk):
    return imports.read_in(Import.objects.get(pk=import_pk), row)


@job("statusdata.apply_workbook")
def apply_workbook(row, import_pk):
    return imports.write_in(Import.objects.get(pk=import_pk), row)


@every(timedelta(minutes=10))
def open_missing_returns():
    rounds.open_missing_returns()


@every(timedelta(minutes=1))
def end_broken_off_imports():
    imports.end_broken_off()


@every(timedelta(minutes=1))
def close_old_sittings():
    sittings.close_old_sittings()
