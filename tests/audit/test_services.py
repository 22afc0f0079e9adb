from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from apps.audit import services
from apps.audit.models import Entry, Seal, Sealed, Unsealed
from apps.audit.services import dated, is_sealed, record, record_many, seal, values, verify


@pytest.fixture
def log(tree, monkeypatch):
    """The seven entries of the tree under three seals, and the tampering hand of whoever owns the database."""
    monkeypatch.setattr(services, "BATCH", 3)
    assert seal() == 7
    return list(Entry.objects.all())


def as_owner(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ["entry", "seal", "sealed"]:
            cursor.execute(f"ALTER TABLE audit_{table} DISABLE TRIGGER audit_{table}_append_only")
        cursor.execute(statement, params)
        for table in ["entry", "seal", "sealed"]:
            cursor.execute(f"ALTER TABLE audit_{table} ENABLE TRIGGER audit_{table}_append_only")


@pytest.mark.parametrize("act", ["UPDATE audit_{0} SET {1} = {1}", "DELETE FROM audit_{0}"])
@pytest.mark.parametrize("table,column", [("entry", "note"), ("seal", "content"), ("sealed", "seal_id")])
def test_the_database_refuses_to_change_or_remove_a_row_of_the_log(log, table, column, act):
    """N1: whoever asks."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table, column))


def test_what_is_dated_bears_its_moment_and_none_to_come(tree):
    now = timezone.now()
    for days, place in [(-30, "shaanxi"), (30, "henan")]:
        with dated(now + timedelta(days=days)):
            record(by=None, verb="told", target=tree[place])
    record(by=None, verb="told", target=tree["nation"])
    at = {place: Entry.objects.about(tree[place]).get(verb="told").at for place in ["shaanxi", "henan", "nation"]}
    assert at["shaanxi"] == now - timedelta(days=30)
    assert now < at["henan"] < at["nation"] < timezone.now()
    seal()
    assert verify() == []


def test_a_log_left_alone_is_whole(log, tree):
    assert verify() == []
    record(by=None, verb="later", target=tree["school"])
    assert verify() == []
    assert seal() == 1
    assert [row.number for row in Seal.objects.all()] == [1, 2, 3, 4]
    assert verify() == []


def test_nothing_new_makes_no_seal(log):
    assert seal() == 0
    assert Seal.objects.count() == 3


def test_an_entry_changed_is_found(log):
    as_owner("UPDATE audit_entry SET note = 'x' WHERE id = %s", log[1].pk)
    assert verify() == [f"条目 {log[1].pk} 的内容与摘要不符"]


def test_an_entry_changed_with_its_digest_is_found(log):
    log[4].note = "x"
    as_owner("UPDATE audit_entry SET note = 'x', digest = %s WHERE id = %s", services._digest_of(log[4]), log[4].pk)
    assert verify() == ["第 2 号封存与所列条目不符"]


def test_an_entry_removed_is_found(log):
    as_owner("DELETE FROM audit_sealed WHERE entry_id = %s; DELETE FROM audit_entry WHERE id = %s", log[0].pk, log[0].pk)
    assert verify() == ["第 1 号封存与所列条目不符"]


def test_an_entry_slipped_in_under_an_old_seal_is_found(log, tree):
    entry = record(by=None, verb="backdated", target=tree["school"])
    Sealed.objects.create(entry=entry, seal=Seal.objects.get(number=2))
    assert verify() == ["第 2 号封存与所列条目不符"]


def test_an_entry_kept_from_its_seal_is_found(log, tree):
    entry = record(by=None, verb="hidden", target=tree["school"])
    assert verify() == []
    Unsealed.objects.all().delete()
    assert seal() == 0
    assert verify() == [f"条目 {entry.pk} 没有封存，也不在待封存之列"]


def test_sealing_reads_what_waits_and_not_the_log(log, tree):
    """The list of what waits is empty after a seal, and holds each new entry, written one by one or many at once."""
    assert not Unsealed.objects.exists()
    record(by=None, verb="one", target=tree["school"])
    record_many(by=None, verb="many", rows=[(unit, {}, {}) for unit in tree.values()])
    assert Unsealed.objects.count() == Entry.objects.filter(sealed=None).count() == 8
    assert seal() == 8
    assert not Unsealed.objects.exists()


def test_the_command_tells_a_whole_log_by_its_last_anchor(log, capsys):
    call_command("verify_log")
    assert capsys.readouterr().out == f"操作记录完整：7 条，3 次封存。最后的锚：{Seal.objects.last().anchor}\n"


def test_the_command_names_what_is_wrong_and_fails(log, capsys):
    as_owner("UPDATE audit_entry SET note = 'x' WHERE id = %s", log[1].pk)
    with pytest.raises(CommandError, match="1 处不符"):
        call_command("verify_log")
    assert capsys.readouterr().out == f"条目 {log[1].pk} 的内容与摘要不符\n"


def test_a_seal_changed_or_taken_out_of_the_row_is_found(log):
    as_owner("UPDATE audit_seal SET previous = anchor WHERE number = 2")
    assert verify() == ["第 2 号封存与上一封存不相连"]
    as_owner("DELETE FROM audit_sealed WHERE seal_id = (SELECT id FROM audit_seal WHERE number = 2); DELETE FROM audit_seal WHERE number = 2")
    assert verify() == ["第 3 号封存与上一封存不相连", *(f"条目 {entry.pk} 没有封存，也不在待封存之列" for entry in log[3:6])]


def test_a_seal_made_anew_over_a_changed_entry_breaks_the_link_to_the_next(log):
    as_owner("UPDATE audit_seal SET content = %s, anchor = %s WHERE number = 1", "0" * 64, services._anchor(1, "0" * 64, ""))
    assert verify() == ["第 1 号封存与所列条目不符", "第 2 号封存与上一封存不相连"]


def test_what_is_published_waits_for_its_seal(log, tree):
    assert is_sealed(tree["school"])
    record(by=None, verb="decide", target=tree["school"])
    assert not is_sealed(tree["school"])
    seal()
    assert is_sealed(tree["school"])


def test_the_digest_holds_after_the_database_has_had_the_entry(tree, day):
    """What goes in as dates and Decimals comes back as text."""
    content = {"day": date(2026, 2, 28), "number": Decimal("1.50"), "text": "㎡　\u2028", "list": [1, None, True, {"b": 1, "a": "2"}]}
    record(by=None, verb="x", target=tree["school"], before=content, after={"key": tree["school"].pk})
    seal()
    assert verify() == []


def test_many_entries_are_written_in_one_statement(tree, django_assert_num_queries):
    ContentType.objects.get_for_model(tree["school"])
    with django_assert_num_queries(1):
        record_many(by=None, verb="import", rows=[(unit, {}, {"name": unit.name}) for unit in tree.values()])
    assert Entry.objects.filter(verb="import").count() == 7
    seal()
    assert verify() == []


def test_an_act_undone_leaves_no_entry(tree):
    before = Entry.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(by=None, verb="x", target=tree["school"])
        raise ZeroDivisionError
    assert Entry.objects.count() == before


def test_a_foreign_key_stands_in_the_log_by_its_key(tree):
    assert values(tree["school"], ["parent", "level"]) == {"parent": tree["weinan"].pk, "level": 4}
