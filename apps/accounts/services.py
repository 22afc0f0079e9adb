from django.db import transaction

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
def limit_bar(bar, *, until, by=None):
    """Let a bar hold to ``until`` and no longer, or further; never past the days it has held already."""
    row = Bar.objects.select_for_update().get(pk=bar.pk)
    before = values(row, ["until"])
    row.until = until
    row.full_clean()
    row.save(update_fields=["until"])
    record(by=by, verb="limit_bar", target=row, before=before, after=values(row, ["until"]))
    return row


def came(user):
    """Put on record that a person has signed in (N1)."""
    record(by=user, verb="sign_in", target=user)


def went(user):
    """Put on record that a person has signed out (N1); a session that ran out leaves no trace."""
    record(by=user, verb="sign_out", target=user)


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
    record(by=by, verb=verb, target=row, after=values(row, fields))
    return row
