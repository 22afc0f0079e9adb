"""The menu of a person: each app registers its lists at start-up; who holds no post for one does not see it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from config.roles import posts_with

GROUPS = ("", "数据", "诊改", "复核", "报告与公开", "基础")


@dataclass(frozen=True)
class Entry:
    """``view`` takes the unit's code; ``objects`` are the beginnings of addresses of the things the list holds."""

    label: str
    group: str
    order: int
    permission: str
    view: str
    objects: tuple = ()


@dataclass(frozen=True)
class Own:
    """A page of one's own, reached by the person and not by a post: shown to those of whom ``owns(user)`` is true."""

    label: str
    group: str
    view: str
    owns: Callable


ENTRIES = []
OWN = []


def register(label, *, group, order, permission, view, objects=()):
    ENTRIES.append(Entry(label, group, order, permission, view, objects))


def register_own(label, *, group, view, owns):
    OWN.append(Own(label, group, view, owns))


def unit_of(user, path):
    """The unit in whose name the person stands on this page: the one in the address if a post is there, else the first post's."""
    posts = user.posts_today
    named = path.split("/")[2] if path.startswith("/work/") else ""
    return next((post for post in posts if post.organization.code == named), posts[0] if posts else None)


def menu(user, path):
    """The groups of the menu with the entries open to ``user``: no query beyond the posts already read, but for who has none."""
    desk = {"label": "待办", "url": reverse("workflow:desk"), "current": path == reverse("workflow:desk"), "count": None}
    groups = {label: [] for label in GROUPS}
    groups[""].append(desk)
    for entry in sorted(ENTRIES, key=lambda entry: entry.order):
        if post := _post_for(user, entry, path):
            url = reverse(entry.view, args=[post.organization.code])
            current = path.startswith((url, *entry.objects))
            groups[entry.group].append({"label": entry.label, "url": url, "current": current, "count": None})
    # Who has a post finds pages of his own on his desk: their menu asks no question more for them.
    for own in OWN if not user.posts_today else []:
        if own.owns(user):
            url = reverse(own.view)
            groups[own.group].append({"label": own.label, "url": url, "current": path.startswith(url), "count": None})
    return [{"label": label, "entries": entries} for label, entries in groups.items() if entries]


def _post_for(user, entry, path):
    pairs = posts_with(entry.permission)
    able = [post for post in user.posts_today if (post.role, post.organization.level) in pairs]
    here = unit_of(user, path)
    return next((post for post in able if here and post.organization_id == here.organization_id), able[0] if able else None)
