"""The pool of a province: people named for it, admitted, trained, removed (R2.2, R2.3, R2.6)."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from apps.accounts.access import holders, may
from apps.administration.services.people import hand_password, may_give_all, open_account
from apps.audit.services import record, values
from apps.experts.lifecycle import ADMIT, NOMINATE, POOL, RESET, TRAIN
from apps.experts.models import Employment, Expert, Training
from apps.experts.rules import Tie
from apps.experts.selectors.pool import province_of
from apps.experts.services import bars
from apps.notifications.services import notify

User = get_user_model()
DESCRIBED = ["kind", "title", "city", "specialities", "languages"]
FIELDS = ["user", "province", "nominator", "kind", "title", "employer", "employer_unit", "city", "specialities", "languages"]


@transaction.atomic
def nominate(nominator, *, username, name, employer, since, employer_unit=None, by, **described):
    """Name somebody for the pool of the province; a new account stays shut until he is admitted.

    ``since``: from when he works at ``employer``; ``described``: kind, title, city, specialities, languages. ValidationError says what would be right.
    """
    if not may(by, NOMINATE, nominator):
        raise PermissionDenied(NOMINATE)
    person = User.objects.select_for_update().filter(username=username).first()
    if person is None:
        person, _shown_to_nobody = open_account(username, name, employer[:60], by)
        person.is_active = False
        person.save(update_fields=["is_active"])
    elif person.name != name:
        raise ValidationError({"username": "这个账号已经有人在用。是同一个人的，请写他登记的姓名；不是的，请换一个账号。"})
    _check_new(person)
    expert = Expert(user=person, province=province_of(nominator), nominator=nominator, employer=employer, employer_unit=employer_unit, **described)
    expert.full_clean()
    expert.save(force_insert=True)
    Employment.objects.create(expert=expert, unit=employer_unit, name=employer, since=since)
    record(by=by, verb="nominate", target=expert, after=values(expert, FIELDS))
    notify([one for one in holders(ADMIT, expert) if one != by], f"{nominator}推荐{expert}为专家库人选", expert.get_absolute_url())
    return expert


def _check_new(person):
    expert = Expert.objects.filter(user=person).first()
    if expert is None:
        return
    if expert.state == Expert.State.DECLINED:
        raise ValidationError({"username": f"{person}曾被推荐而未入库，请在他的页面上重新推荐。"})
    raise ValidationError({"username": f"{person}已在专家名册中（{expert.get_state_display()}），不能再推荐。"})


@transaction.atomic
def admit(expert, *, by, seen=None):
    """Take the expert into the pool. Returns him and a one-time password, "" where he can sign in already.

    Schools he works or worked at are barred from this day on.
    """
    row = POOL.take(expert, "admit", by=by, seen=seen, admitted_on=localdate())
    for job in row.employments.filter(unit__isnull=False, bar=None):
        _bar_for(job, by)
    password = "" if row.user.is_active else hand_password(row.user, by=by, is_active=True)
    notify([row.user], f"您已进入{row.province}诊改专家库。请核对任职经历，申报与学校的利害关系。", reverse("experts:me"))
    return row, password


def decline(expert, *, note, by, seen=None):
    return POOL.take(expert, "decline", by=by, seen=seen, note=note)


def renominate(expert, *, note, by, seen=None):
    return POOL.take(expert, "renominate", by=by, seen=seen, note=note)


@transaction.atomic
def remove(expert, *, removal, by, seen=None):
    """Take an expert out of the pool with the reason; nothing of a school's case is open to him any more (R2.6)."""
    row = POOL.take(expert, "remove", by=by, seen=seen, removed_on=localdate(), removal=removal.strip(), note=removal)
    bars.keep_out(row, row.province, reason=f"已出库：{row.removal}", by=by)
    notify([row.user], f"您已不在{row.province}诊改专家库。原因：{row.removal}", reverse("experts:me"))
    return row


@transaction.atomic
def describe(expert, *, by, **described):
    """Change what is said of an expert (kind, title, city, specialities, languages): himself or who keeps the pool."""
    row = _own_or_kept(expert, by)
    before = values(row, DESCRIBED)
    for name, value in described.items():
        setattr(row, name, value)
    row.full_clean()
    row.save(update_fields=list(described))
    record(by=by, verb="describe_expert", target=row, before=before, after=values(row, DESCRIBED))
    return row


@transaction.atomic
def confirm(expert, *, by):
    """The expert says that what stands of him is whole and that he has declared every tie (R2.5); the day is kept."""
    row = Expert.objects.select_for_update(of=("self",)).get(pk=expert.pk)
    if by.pk != row.user_id:
        raise PermissionDenied(TRAIN)
    before = values(row, ["confirmed_on"])
    row.confirmed_on = localdate()
    row.save(update_fields=["confirmed_on"])
    record(by=by, verb="confirm_expert", target=row, before=before, after=values(row, ["confirmed_on"]))
    return row


@transaction.atomic
def employ(expert, *, name, since, unit=None, until=None, by):
    """Enter where an expert works or worked. Without ``until`` it is where he works now, and what was open until then ends the day before.

    A school of the tree is barred from this moment on, for the years of the scheme after he left.
    """
    row = _own_or_kept(expert, by)
    if until is None:
        _leave_last(row, since, by)
        row.employer, row.employer_unit = name, unit
        row.save(update_fields=["employer", "employer_unit"])
    job = Employment(expert=row, unit=unit, name=name, since=since, until=until)
    job.full_clean()
    job.save(force_insert=True)
    if row.state == Expert.State.ADMITTED and unit is not None:
        _bar_for(job, by)
    record(by=by, verb="employ_expert", target=row, after=values(job, ["unit", "name", "since", "until", "bar"]))
    return job


@transaction.atomic
def train(experts, *, title, organiser, on, until=None, by):
    """Put a finished training on record for each of ``experts`` (R2.3); the number of those who did not have it yet."""
    if on > localdate():
        raise ValidationError({"on": "结业日期还没有到；培训结束以后再登记。"})
    if until and until < on:
        raise ValidationError({"until": "有效期不能早于结业日期。"})
    new = 0
    for expert in experts:
        if not may(by, TRAIN, expert):
            raise PermissionDenied(TRAIN)
        _row, created = Training.objects.get_or_create(expert=expert, title=title, on=on, defaults={"organiser": organiser, "until": until})
        if created:
            record(by=by, verb="train_expert", target=expert, after={"title": title, "organiser": organiser, "on": on, "until": until})
        new += created
    return new


def may_reset(user, expert):
    """Who keeps the pool gives an expert a new password, if he could have given whatever posts there are too (A7); the nation, where there are any."""
    person = expert.user
    if user.pk == person.pk or not person.is_active or person.is_superuser or expert.state != Expert.State.ADMITTED:
        return False
    if not person.posts.exists():
        return may(user, ADMIT, expert)
    return may(user, RESET, expert) or (may_give_all(user, person) and may(user, ADMIT, expert))


@transaction.atomic
def reset_password(expert, *, by):
    """Give the expert a one-time password and return it: it stands nowhere but on the page that shows it once."""
    if not may_reset(by, expert):
        raise PermissionDenied(RESET)
    return hand_password(expert.user, by=by)


def may_describe(user, expert):
    """Whether ``user`` may change what is said of ``expert``: himself, or who keeps the pool."""
    return expert.state != Expert.State.REMOVED and (user.pk == expert.user_id or may(user, TRAIN, expert))


def _own_or_kept(expert, by):
    row = Expert.objects.select_for_update(of=("self",)).select_related("user", "province").get(pk=expert.pk)
    if by.pk != row.user_id and not may(by, TRAIN, row):
        raise PermissionDenied(TRAIN)
    if row.state == Expert.State.REMOVED:
        raise ValidationError(f"{row}已出库，情况不再改动。")
    return row


def _leave_last(expert, since, by):
    """End the open employment the day before ``since``; its bar outlasts it by the years of the scheme."""
    last = expert.employments.filter(until=None).select_related("bar", "unit").first()
    if last is None:
        return
    if since <= last.since:
        raise ValidationError({"since": f"现在的单位自 {last.since:%Y-%m-%d} 起，新的任职须晚于这一天；补写过去的任职，请填结束日期。"})
    last.until = since - timedelta(days=1)
    if last.bar:
        last.bar = bars.ending(last.bar, expert, kind=Tie.PAST_EMPLOYER, until=last.until, by=by)
    last.save(update_fields=["until"])


def _bar_for(job, by):
    kind = Tie.EMPLOYER if job.until is None else Tie.PAST_EMPLOYER
    job.bar = bars.for_tie(job.expert, job.unit, kind=kind, until=job.until, by=by)
    job.save(update_fields=["bar"])
