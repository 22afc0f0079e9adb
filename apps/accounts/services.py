from django.db import transaction

from apps.accounts.access import stood_in_for
from apps.accounts.models import Bar, Post
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
def change_password(user, *, password, by):
    """Set the password the person chose: what was forced is done (A9)."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record(by=by, verb="change_password", target=user)


def _enter(row, verb, fields, by):
    row.full_clean()
    row.save(force_insert=True)
    acting_for_id = stood_in_for(by, "accounts.appoint_post", row) if by else None
    record(by=by, acting_for_id=acting_for_id, verb=verb, target=row, after=values(row, fields))
    return row
