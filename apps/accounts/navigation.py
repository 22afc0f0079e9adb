"""The menu of a person: each app registers its lists at start-up; who holds no post for one does not see it."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

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


def post_at(user, path, about=None):
    """The post in whose name the person stands on this page, or None.

    That at the unit in the address; else the nearest above the thing the page is ``about``; else the first.
    """
    posts = user.posts_today
    named = path.split("/")[2] if path.startswith("/work/") else ""
    if found := next((post for post in posts if post.organization.code == named), None):
        return found
    place = attrgetter(about.scope.replace("__", "."))(about) if len(posts) > 1 and hasattr(about, "scope") else ""
    above = [post for post in posts if place and place.startswith(post.organization.path)]
    return max(above, key=lambda post: len(post.organization.path), default=posts[0] if posts else None)


def menu(user, path, about=None):
    """The groups of the menu with the entries open to ``user``: no query beyond the posts already read, but for who has none."""
    here = post_at(user, path, about)
    desk = {"label": "待办", "url": reverse("workflow:desk"), "current": path == reverse("workflow:desk"), "count": None}
    groups = {label: [] for label in GROUPS}
    groups[""].append(desk)
    for entry in sorted(ENTRIES, key=lambda entry: entry.order):
        if post := _post_for(user, entry, here):
            url = reverse(entry.view, args=[post.organization.code])
            current = path.startswith((url, *entry.objects))
            groups[entry.group].append({"label": entry.label, "url": url, "current": current, "count": None})
    # Who has a post finds pages of his own on his desk: their menu asks no question more for them.
    for own in OWN if not user.posts_today else []:
        if own.owns(user):
            url = reverse(own.view)
            groups[own.group].append({"label": own.label, "url": url, "current": path.startswith(url), "count": None})
    groups["我的单位"] = _units(user, here)
    return [{"label": label, "entries": entries} for label, entries in groups.items() if entries]


def _units(user, here):
    """For who has posts at several units a way to each, at the first of the lists that its post opens."""
    units = {post.organization_id: post for post in reversed(user.posts_today)}
    found = []
    for post in reversed(units.values()) if len(units) > 1 else []:
        entry = next((entry for entry in sorted(ENTRIES, key=lambda entry: entry.order) if _opens(post, entry)), None)
        words = f"{post.organization}（正在看）" if post.organization_id == here.organization_id else str(post.organization)
        url = reverse(entry.view, args=[post.organization.code]) if entry else reverse("workflow:desk")
        found.append({"label": words, "url": url, "current": False, "count": None})
    return found


def _opens(post, entry):
    return (post.role, post.organization.level) in posts_with(entry.permission)


def _post_for(user, entry, here):
    able = [post for post in user.posts_today if _opens(post, entry)]
    return next((post for post in able if post.organization_id == here.organization_id), able[0] if able else None)
