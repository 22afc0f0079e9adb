"""A school's chapters of its 年度质量报告."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import DetailView, ListView, View

from apps.accounts.access import may, objects_for
from apps.accounts.mixins import OwnMixin, WorkMixin
from apps.annualreports.lifecycle import VIEW_CHAPTER, WRITE_CHAPTER
from apps.annualreports.models import Chapter
from apps.annualreports.services import chapters
from apps.annualreports.services.words import chapter_word
from apps.core.templatetags.look import school_year
from apps.diagnosis.selectors import signed_report
from apps.documents.views import as_word
from apps.jobs.services import is_under_way
from apps.organizations.models import Level, Organization

CHAPTERS = Chapter.objects.select_related("school", "report__diagnosis", "file", "by")


class ChapterList(WorkMixin, ListView):
    queryset = CHAPTERS
    permission = VIEW_CHAPTER
    template_name = "annualreports/chapters.html"
    paginate_by = 50

    def get_context_data(self, **kwargs):
        context = super().get_context_data(organization=self.organization, **kwargs)
        report = signed_report(self.organization)
        drafted = report is not None and Chapter.objects.filter(report=report).exists()
        able = report is not None and not drafted and may(self.request.user, WRITE_CHAPTER, self.organization)
        return {**context, "report": report, "able": able}


class DraftChapter(View):
    http_method_names = ["post"]

    def post(self, request, code):
        school = get_object_or_404(objects_for(request.user, WRITE_CHAPTER, Organization.objects.filter(level=Level.SCHOOL)), code=code)
        try:
            row = chapters.draft(school, by=request.user)
        except chapters.NotSigned:
            messages.error(request, "还没有校长签字的自我诊改报告，不能起草专章。请先完成自我诊改并签字。")
            return HttpResponseRedirect(reverse("annualreports:chapters", args=[code]))
        return redirect(row)


class ChapterPage(OwnMixin, DetailView):
    queryset = CHAPTERS
    permission = VIEW_CHAPTER
    template_name = "annualreports/chapter.html"

    def get_context_data(self, **kwargs):
        chapter = self.object
        newest = signed_report(chapter.school)
        trail = [("质量报告专章", reverse("annualreports:chapters", args=[chapter.school.code])), (school_year(chapter.content["year"]), "")]
        superseded = newest is not None and newest.pk != chapter.report_id
        making = not chapter.file_id and is_under_way("annualreports.write_chapter", chapter.pk)
        return super().get_context_data(told=chapter.content, superseded=superseded, making=making, trail=trail, **kwargs)


class ChapterWord(View):
    """The chapter as a Word file, to be put into the school's own report."""

    def get(self, request, pk):
        row = get_object_or_404(objects_for(request.user, VIEW_CHAPTER, CHAPTERS), pk=pk)
        return as_word(chapter_word(row), f"{row}")
