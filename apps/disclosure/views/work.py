"""The pages on which publications are proposed, looked over and published."""

import re

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views import View
from django.views.generic.list import MultipleObjectMixin

from apps.accounts.access import unit_for
from apps.accounts.mixins import WorkMixin
from apps.disclosure import frozen
from apps.disclosure.lifecycle import PROPOSE, PUBLICATION, VIEW
from apps.disclosure.models import Copy, Publication
from apps.disclosure.selectors import public
from apps.disclosure.services import copies, publications
from apps.organizations.models import Level
from apps.statusdata.models import Return
from apps.workflow.selectors import history
from apps.workflow.views import LifecycleList, LifecyclePage, StepView

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class PublicationList(LifecycleList):
    queryset = Publication.objects.select_related("school", "proposed_by", "published_by", "copy")
    permission = VIEW
    lifecycle = PUBLICATION
    template_name = "disclosure/list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        waiting = (
            publications.waiting(self.request.user).filter(school__path__startswith=self.organization.path).order_by("-round__year", "school__path")
        )
        return {
            **context,
            "card": self.card(),
            "waiting": waiting[:200],
            "all": self.request.GET.get("all"),
            "may_propose": unit_for(self.request.user, PROPOSE) is not None,
        }

    def card(self):
        """The address, in full, of the card for the school's own site (R12.3); None where there is no school, or nothing of it in public."""
        if self.organization.level != Level.SCHOOL or not Copy.objects.current().filter(listing__code=self.organization.code).exists():
            return None
        return f"{settings.SITE_URL}{reverse('disclosure:card', args=[self.organization.code])}"


class ProposeMany(WorkMixin, MultipleObjectMixin, View):
    """Proposes the ticked returns, each on its own merits."""

    permission = PROPOSE
    queryset = Return.objects.select_related("school")

    def post(self, request, code):
        chosen = self.get_queryset().filter(pk__in=[key for key in request.POST.getlist("chosen")[:500] if UUID.fullmatch(key)])
        proposed, left_out = publications.propose_many(chosen, by=request.user)
        if proposed:
            messages.success(request, f"已提出 {len(proposed)} 份，等另一位同事复核。")
        if left_out or not proposed:
            messages.warning(request, f"{len(left_out)} 份没有提出：已有人提出，或指标还在计算。" if left_out else "请先勾选要提出的学校。")
        return HttpResponseRedirect(reverse("disclosure:list", args=[code]))


class PublicationPage(LifecyclePage):
    """What will be public, exactly; once published, the copy itself."""

    queryset = Publication.objects.select_related(
        "school", "proposed_by", "published_by", "snapshot__upload__round__province", "snapshot__upload__school"
    )
    permission = VIEW
    lifecycle = PUBLICATION
    template_name = "disclosure/publication.html"

    def get_context_data(self, **kwargs):
        made = Copy.objects.filter(publication=self.object).select_related("listing").first()
        shown = made or Copy(content=copies.content_of(self.object), year=self.object.year)
        return super().get_context_data(
            history=history(self.object, PUBLICATION, put_forward="提出公开"), made=made, copy=shown, conditions=public.conditions(shown), lead=public.lead(shown),
            lacking=frozen.lacking(self.object) if self.object.state == Publication.State.PROPOSED else [], **kwargs,
        )  # fmt: skip


class PublicationStep(StepView):
    queryset = Publication.objects.select_related("school")
    lifecycle = PUBLICATION
    step = "propose"
    service = staticmethod(publications.propose_again)
    template_name = "disclosure/step.html"


class Publish(PublicationStep):
    step = "publish"
    service = staticmethod(publications.publish)


class Refuse(PublicationStep):
    step = "refuse"
    service = staticmethod(publications.refuse)


class Withdraw(PublicationStep):
    step = "withdraw"
    service = staticmethod(publications.withdraw)
