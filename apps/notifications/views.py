from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import ListView, View

from apps.notifications import services
from apps.notifications.models import Notice


class OwnNotices:
    """A person's notices are his own: there is no post that reads another's."""

    def get_queryset(self):
        return Notice.objects.filter(to=self.request.user)


class NoticeList(OwnNotices, ListView):
    template_name = "notifications/list.html"
    paginate_by = 50


class ReadNotice(OwnNotices, View):
    """Marks one notice read and goes where it leads."""

    def post(self, request, pk):
        notice = get_object_or_404(self.get_queryset(), pk=pk)
        services.mark_read(request.user, [notice.pk])
        return HttpResponseRedirect(notice.url)


class ReadAll(View):
    def post(self, request):
        services.mark_read(request.user)
        return HttpResponseRedirect(reverse("notifications:list"))
