from uuid import UUID

from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_date
from django.views.generic import ListView, View

from apps.accounts.access import objects_for
from apps.administration.log import grouped_verbs, lines, with_parts
from apps.administration.selectors import entries_of
from apps.audit.models import Seal, Unsealed
from apps.jobs.services import later
from apps.organizations.models import Level, Organization


def audited(user, code):
    """The unit whose log ``user`` reads; 404 where there is none."""
    return get_object_or_404(objects_for(user, "audit.view_entry", Organization.objects.all()), code=code)


class Log(ListView):
    """What the people of a unit did, newest first; by verb, day, person and object."""

    template_name = "administration/log.html"
    paginate_by = 50

    def get_queryset(self):
        self.organization = audited(self.request.user, self.kwargs["code"])
        entries, asked = entries_of(self.organization), self.request.GET
        if verb := asked.get("verb"):
            entries = entries.filter(verb__in=verb.split(","))
        if day := _day(asked.get("day", "")):
            entries = entries.filter(day=day)
        if person := asked.get("person", "").strip():
            entries = entries.filter(by__username=person) | entries.filter(by__name=person)
        if thing := _key(asked.get("object", "")):
            entries = entries.filter(object_id__in=with_parts(thing))
        return entries

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked = {name: self.request.GET.get(name, "") for name in ("verb", "day", "person", "object")}
        # How much the nation does is for the nation to see.
        unsealed = Unsealed.objects.count() if self.organization.level == Level.NATION else 0
        sealed = {"seal": Seal.objects.last(), "unsealed": unsealed}
        return {**context, **asked, **sealed, "organization": self.organization, "lines": lines(context["object_list"]), "groups": grouped_verbs()}


class CheckSeals(View):
    """Has the whole log compared with its seals (N3), and leads to where the answer will stand."""

    http_method_names = ["post"]

    def post(self, request, code):
        unit = audited(request.user, code)
        row = later("administration.check_seals", key=request.user.pk, title="核对操作记录的封存", by=request.user, path=unit.path)
        return redirect(row.get_absolute_url())


def _day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None


def _key(text):
    try:
        return UUID(text)
    except ValueError:
        return None
