"""What the pages of units and people show."""

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from apps.accounts.access import objects_for
from apps.accounts.models import Post
from apps.audit.models import Entry
from apps.organizations.models import Level
from config.roles import ANSWERING


def found(units, words):
    """Of ``units`` those that ``words`` means."""
    return units.filter(found_by(words))


def found_by(words, place=""):
    """Units by a part of the name, of its pinyin or first letters, or by the beginning of the code, as a Q; everything without words.

    ``place``: the field that leads to the unit, where rows of another kind are looked for.
    """
    spaced, words = " ".join(words.split()), "".join(words.split())
    # A blank is a slip between Chinese words and part of a name between Latin ones.
    ways = [("name__icontains", words), ("name__icontains", spaced), ("pinyin__contains", words.lower()), ("initials__contains", words.lower())]
    wanted = Q()
    for way, value in [*ways, ("code__startswith", words.upper())] if words else ():
        wanted |= Q(**{f"{place}__{way}" if place else way: value})
    return wanted


def below(unit):
    """(label of the level, how many units of it lie below ``unit``), highest first, those closed left out."""
    there = type(unit).objects.filter(Q(closed_on=None) | Q(closed_on__gt=timezone.localdate()), path__startswith=unit.path).exclude(pk=unit.pk)
    counted = there.order_by("level").values_list("level").annotate(Count("pk"))
    return [(Level(level).label, number) for level, number in counted]


def contacts(unit):
    """Who answers for the work at ``unit`` and at the one that checks it: whom to ask (O5); committees and auditors do not."""
    posts = Post.objects.today().filter(organization__in=[unit.pk, unit.parent_id], role__in=ANSWERING, acting_for=None, user__is_active=True)
    return posts.select_related("user", "organization").order_by("-organization__level", "role", "user__name")


def posts_seen(user, person=None):
    """The posts that ``user`` may see, his own among them."""
    own = Post.objects.filter(user=user)
    seen = Post.objects.filter(Q(pk__in=objects_for(user, "accounts.view_post", Post.objects.all()).values("pk")) | Q(pk__in=own.values("pk")))
    seen = seen.select_related("user", "organization", "acting_for")
    return seen.filter(user=person) if person else seen


def entries_of(unit):
    """What people did on days when they held a post at ``unit`` or below it."""
    day = OuterRef("day")
    posts = Post.objects.filter(Q(until=None) | Q(until__gte=day), user=OuterRef("by"), organization__path__startswith=unit.path, since__lte=day)
    entries = Entry.objects.annotate(day=TruncDate("at", tzinfo=timezone.get_default_timezone()))
    return entries.filter(Exists(posts)).select_related("by", "acting_for", "content_type").order_by("-pk")
