from django.db import transaction

from apps.accounts.models import Bar, Post, User
from apps.audit.services import record, values


@transaction.atomic
def appoint(user, *, role, organization, by=None, **term):
    """Give a person a post; a role stands only at its own level."""
    post = Post(user=user, role=role, organization=organization, **term)
    return _enter(post, "appoint", ["user", "role", "organization", "since", "until", "acting_for"], by)


@transaction.atomic
def bar(user, *, organization, reason, by=None, **term):
    """Keep a person out of the cases of a unit and of all below it (R2.5)."""
    return _enter(Bar(user=user, organization=organization, reason=reason, **term), "bar", ["user", "organization", "since", "until", "reason"], by)


@transaction.atomic
def password_changed(user):
    """The person chose a password of his own: what was forced is done."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    record(by=user, verb="change_password", target=user)


def _enter(row, verb, fields, by):
    row.full_clean()
    row.save(force_insert=True)
    record(by=by, verb=verb, target=row, after=values(row, fields))
    return row
