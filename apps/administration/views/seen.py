from django.views.generic import DetailView

from apps.accounts.access import objects_for, ways
from apps.accounts.mixins import OwnMixin


class SeenBy(OwnMixin, DetailView):
    """为什么能看到 (A8): who can see an object, and by which post or grant; for those in charge of the people of its unit.

    A subclass names the queryset, the ``permission`` to see it, and in ``note`` what more must be known.
    """

    template_name = "administration/seen_by.html"
    note = ""

    def get_queryset(self):
        return objects_for(self.request.user, "accounts.view_post", super().get_queryset())

    def get_context_data(self, **kwargs):
        return super().get_context_data(ways=ways(self.permission, self.object), note=self.note, **kwargs)
