from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date
from django.views.generic import ListView

from apps.accounts.access import objects_for
from apps.administration.log import lines, verbs
from apps.administration.selectors import entries_of
from apps.organizations.models import Organization


class Log(ListView):
    """What the people of a unit did, newest first; by verb, day, person and object."""

    template_name = "administration/log.html"
    paginate_by = 50

    def get_queryset(self):
        audited = objects_for(self.request.user, "audit.view_entry", Organization.objects.all())
        self.organization = get_object_or_404(audited, code=self.kwargs["code"])
        entries, asked = entries_of(self.organization), self.request.GET
        if verb := asked.get("verb"):
            entries = entries.filter(verb=verb)
        if day := _day(asked.get("day", "")):
            entries = entries.filter(day=day)
        if person := asked.get("person", "").strip():
            entries = entries.filter(by__username=person) | entries.filter(by__name=person)
        if thing := _key(asked.get("object", "")):
            entries = entries.filter(object_id=thing)
        return entries

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked = {name: self.request.GET.get(name, "") for name in ("verb", "day", "person", "object")}
        named = sorted(verbs().items(), key=lambda verb: verb[1])
        return {**context, **asked, "organization": self.organization, "lines": lines(context["object_list"]), "verbs": named}


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
