"""What is done with people and their posts. One gives only what one's own role may give, and only at or below one's own unit (A7)."""

import secrets

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps.accounts import services as accounts
from apps.accounts.access import roles_to_give
from apps.accounts.models import Post
from apps.audit.services import record, values
from apps.documents.rules import code_of
from apps.organizations.models import Level, Organization
from config.roles import Role

User = get_user_model()
APPOINT = "accounts.appoint_post"

#: Asked of each person whether his password opens more than his posts tell: floors above register here at start-up.
KEEPERS = []


def kept_by(function):
    """Register ``function(person)`` -> who alone gives that person a new password, in words; "" for a person of whom it knows nothing."""
    KEEPERS.append(function)
    return function


@transaction.atomic
def appoint(organization, *, username, name, role, since, department="", until=None, by):
    """Give the person of that account a post; an account that is not there yet is opened.

    Returns the Post and the one-time password of a new account, "" for one that was there.
    """
    _check_may_give(by, role, organization)
    _check_not_past(since)
    if organization.closed_on:
        raise ValidationError(f"{organization}已经撤销，不再任命人员。")
    person = User.objects.select_for_update().filter(username=username).first()
    password = ""
    if person is None:
        person, password = open_account(username, name, department, by)
    elif person.name != name or not person.is_active or not person.posts.exists():
        # Nor one that came another way: a post here would open the way to its password.
        raise ValidationError({"username": "这个账号已经有人在用。是同一个人的，请写他登记的姓名；不是的，请换一个账号。"})
    _check_not_twice(person, role, organization, since, until)
    return accounts.appoint(person, role=role, organization=organization, since=since, until=until, by=by), password


@transaction.atomic
def end_post(post, *, until, by):
    """Let ``post`` end with the day ``until``, and with it whoever stands in for its holder there; who was to do so later does not begin."""
    if not may_end(by, post):
        raise PermissionDenied(APPOINT)
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.until and until > post.until:
        raise ValidationError({"until": f"这个岗位到 {post.until:%Y-%m-%d} 为止，结束不能比这更晚；要延长，请另行任命。"})
    if until < post.since:
        raise ValidationError({"until": f"这个岗位自 {post.since:%Y-%m-%d} 起，最后一天不能早于这一天。"})
    deputies = _deputies_within(post).filter(Q(until=None) | Q(until__gt=until))
    later = list(deputies.filter(since__gt=until))
    for row in [post, *deputies.filter(since__lte=until)]:
        before = values(row, ["until"])
        row.until = until
        row.save(update_fields=["until"])
        record(by=by, verb="end_post", target=row, before=before, after=values(row, ["until"]))
    for row in later:
        _drop(row, "drop_deputy", by)


@transaction.atomic
def drop_post(post, *, by):
    """Take away a post that has not begun, and whoever was to stand in for its holder."""
    if not may_end(by, post):
        raise PermissionDenied(APPOINT)
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.since <= timezone.localdate():
        raise ValidationError("这个岗位已经开始，只能结束，不能取消。")
    for row in _deputies_within(post):
        _drop(row, "drop_deputy", by)
    _drop(post, "drop_post", by)


def _drop(post, verb, by):
    record(by=by, verb=verb, target=post, before=values(post, ["user", "role", "organization", "since", "until", "acting_for"]))
    post.delete()


@transaction.atomic
def deputise(post, *, deputy, since, until, by):
    """Let ``deputy`` stand in for the holder of ``post`` for a time (D8); the holder says so himself, or who may appoint to it."""
    post = Post.objects.select_for_update(of=("self",)).select_related("user", "organization").get(pk=post.pk)
    if by != post.user:
        _check_may_manage(by, post)
    if post.acting_for_id:
        raise ValidationError("代理来的岗位不能再请人代理，请由本人另请。")
    if deputy not in deputies_of(post):
        raise ValidationError({"deputy": "代理人须是本单位在岗的其他人员。"})
    _check_not_past(since)
    if since < post.since:
        raise ValidationError({"since": f"本人任期自 {post.since:%Y-%m-%d} 起，代理不能更早。"})
    if post.until and until > post.until:
        raise ValidationError({"until": f"本人任期到 {post.until:%Y-%m-%d} 为止，代理不能更晚。"})
    _check_not_twice(deputy, post.role, post.organization, since, until, acting_for=post.user)
    return accounts.appoint(deputy, role=post.role, organization=post.organization, acting_for=post.user, since=since, until=until, by=by)


def deputies_of(post):
    """Who could stand in for the holder of ``post``: the others with a post at the same unit today."""
    here = Post.objects.today().filter(organization=post.organization).values("user")
    return User.objects.filter(pk__in=here, is_active=True).exclude(pk=post.user_id).order_by("name")


@transaction.atomic
def reset_password(person, *, by):
    """Give ``person`` a one-time password and return it: it stands nowhere but on the page that shows it once (A7)."""
    if not may_reset(by, person):
        raise PermissionDenied(APPOINT)
    return hand_password(person, by=by)


def open_account(username, name, department, by):
    """A new account and its one-time password; the caller has asked whether ``by`` may. ValidationError where the name is taken or will not do."""
    person = User(username=username, name=name, department=department, must_change_password=True)
    password = _one_time_password()
    person.set_password(password)
    person.full_clean(exclude=["password"])
    person.save(force_insert=True)
    record(by=by, verb="open_account", target=person, after=values(person, ["username", "name", "department"]))
    return person, password


def hand_password(person, *, by, **changes):
    """Give ``person`` a one-time password to be changed at once; the caller has asked whether ``by`` may."""
    person = User.objects.select_for_update().get(pk=person.pk)
    password = _one_time_password()
    person.set_password(password)
    person.must_change_password = True
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=["password", "must_change_password", *changes])
    record(by=by, verb="reset_password", target=person, after=changes)
    return password


@transaction.atomic
def first_officer(*, username, name):
    """Give the nation its officer, whom nobody can appoint (A7); returns the one-time password. ValidationError where there is one already."""
    nation = Organization.objects.select_for_update(no_key=True).filter(level=Level.NATION).first()
    if nation is None:
        raise ValidationError("还没有行政区划，请先执行 manage.py load_reference。")
    if Post.objects.filter(Q(until=None) | Q(until__gte=timezone.localdate()), role=Role.NATION_OFFICER).exists():
        raise ValidationError("已经有国家级经办，其余人员由他逐级任命。")
    person, password = open_account(username, name, "", None)
    accounts.appoint(person, role=Role.NATION_OFFICER, organization=nation)
    return password


def may_manage(by, post):
    """Whether ``by`` may end ``post`` or name a deputy for it; nobody manages his own."""
    return post.user_id != by.pk and post.role in roles_to_give(by, post.organization)


def may_end(by, post):
    """Who manages a post ends it; who is stood in for ends that himself."""
    return may_manage(by, post) or post.acting_for_id == by.pk


def may_reset(by, person):
    """Who could have given all that the password opens: every post of the person, and nothing that a floor above keeps."""
    return may_give_all(by, person) and not keeper_of(person)


def keeper_of(person):
    """Who alone gives the person a new password, in words; "" where his posts tell."""
    return next(filter(None, (ask(person) for ask in KEEPERS)), "")


def may_give_all(by, person):
    """Whether ``by`` could have given every post the person holds; nobody could where he holds none."""
    today = timezone.localdate()
    posts = list(person.posts.select_related("organization"))
    current = [post for post in posts if post.until is None or post.until >= today] or posts
    return bool(current) and not person.is_superuser and all(may_manage(by, post) for post in current)


def _deputies_within(post):
    """The posts of those who stand in for the holder of ``post`` during its term; another term of his has its own."""
    deputies = Post.objects.filter(acting_for=post.user, organization=post.organization, role=post.role)
    return deputies.filter(since__lte=post.until) if post.until else deputies


def _one_time_password():
    """80 random bits in signs that cannot be misread, as XXXX-XXXX-XXXX-XXXX."""
    return "-".join(code_of(secrets.randbits(40)) for _half in range(2))


def _check_may_give(by, role, organization):
    if role not in roles_to_give(by, organization):
        raise PermissionDenied(APPOINT)


def _check_may_manage(by, post):
    if not may_manage(by, post):
        raise PermissionDenied(APPOINT)


def _check_not_past(since):
    # Who held a post on a day stands in the unit's log with all he did that day: nobody enters somebody's past there.
    if since < timezone.localdate():
        raise ValidationError({"since": "岗位最早从今天起，已经过去的日子不能任命，请改为今天或以后"})


def _check_not_twice(person, role, organization, since, until, acting_for=None):
    same = Post.objects.filter(Q(until=None) | Q(until__gte=since), user=person, role=role, organization=organization, acting_for=acting_for)
    if until:
        same = same.filter(since__lte=until)
    if same.exists():
        raise ValidationError(f"{person}在这段时间已有这个岗位，不必再任。要改任期，请先结束原来的岗位。")
