from django.views.generic import DetailView, ListView

from apps.accounts.access import may, roles_to_give
from apps.accounts.mixins import OwnMixin, WorkMixin
from apps.administration.selectors import below, contacts, found
from apps.administration.services import units
from apps.organizations.models import Level, Organization


class UnitList(WorkMixin, ListView):
    """The units below one, found by name, pinyin, first letters or code."""

    model = Organization
    permission = "organizations.view_organization"
    template_name = "administration/units.html"
    paginate_by = 50

    def get_queryset(self):
        rows = super().get_queryset().exclude(pk=self.organization.pk).select_related("parent", "area")
        level = self.request.GET.get("level")
        rows = rows.filter(level=level) if level in {str(value) for value in Level.values} else rows
        return found(rows, self.request.GET.get("q", ""))

    def get_context_data(self, **kwargs):
        levels = [(str(level.value), level.label) for level in Level if level > self.organization.level]
        asked = {"q": self.request.GET.get("q", ""), "level": self.request.GET.get("level", "")}
        may_open = units.places(self.request.user, Level.PROVINCE, Level.CITY).filter(pk=self.organization.pk).exists()
        return super().get_context_data(organization=self.organization, levels=levels, may_open=may_open, **asked, **kwargs)


class UnitPage(OwnMixin, DetailView):
    """One unit: its facts with the days they hold, what lies below, whom to ask."""

    model = Organization
    permission = "organizations.view_organization"
    template_name = "administration/unit.html"

    def get_queryset(self):
        return super().get_queryset().select_related("parent", "area")

    def get_context_data(self, **kwargs):
        context = {
            "below": below(self.object),
            "contacts": contacts(self.object),
            "registers": self.object.registers.order_by("-since"),
            "may_appoint": self.object.closed_on is None and bool(roles_to_give(self.request.user, self.object)),
            "changes": self.object.changes.select_related("into").order_by("-on", "-at"),
            "predecessors": self.object.predecessors.select_related("unit"),
            "may_manage": units.managed(self.request.user).filter(pk=self.object.pk).exists(),
            "may_see_people": may(self.request.user, "accounts.view_post", self.object),
        }
        return super().get_context_data(**context, **kwargs)
