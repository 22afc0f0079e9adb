"""Bars that follow from ties: who has a tie to a school has no part in its cases, whatever he was granted (R2.5, H4)."""

from datetime import timedelta

from django.utils.timezone import localdate

from apps.accounts import services as accounts
from apps.accounts.models import Post
from apps.experts.rules import Tie, last_day
from apps.experts.selectors.ties import interest_years


def keep_out(expert, unit, *, reason, until=None, by):
    """Bar ``expert`` from the cases at and below ``unit`` from today; the Bar, or None where there is nothing to bar.

    Who serves there by a post acts for that side and keeps it: naming is what the tie shuts him out of.
    """
    today = localdate()
    serves = Post.objects.today().filter(user=expert.user, organization__path__startswith=unit.path).exists()
    if serves or (until is not None and until < today):
        return None
    return accounts.bar(expert.user, organization=unit, reason=reason[:200], since=today, until=until, by=by)


def for_tie(expert, unit, *, kind, until, by):
    """The Bar of a tie that ends on ``until``: it outlasts the tie by the years of the scheme."""
    last = last_day(kind, until, interest_years(expert.province, localdate()))
    return keep_out(expert, unit, reason=f"{Tie(kind).label}：{unit}", until=last, by=by)


def ending(bar, expert, *, kind, until, by):
    """Let the Bar of a tie that ends on ``until`` outlast it by the years of the scheme."""
    last = last_day(kind, until, interest_years(expert.province, localdate()))
    return accounts.limit_bar(bar, until=max(last, localdate()), by=by)


def lift(bar, *, by):
    """Let ``bar`` end with yesterday, or with today where it began today: what was held back then stays held back."""
    return accounts.limit_bar(bar, until=max(bar.since, localdate() - timedelta(days=1)), by=by)
