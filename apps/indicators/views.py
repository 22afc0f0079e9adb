from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from apps.accounts.access import objects_for
from apps.indicators.models import Rollup, Value
from apps.indicators.selectors import outline, schools, units
from apps.indicators.selectors.lineage import lineage
from apps.indicators.wording import change_words, group_words, value_words
from apps.organizations.models import Level, Organization

A_PAGE = 20


class UnitYearView(TemplateView):
    """A page of one unit and school year, the latest where the address names none; who may see no values there finds no such page."""

    permission = "indicators.view_value"

    def get(self, request, *args, **kwargs):
        mine = objects_for(request.user, self.permission, Organization.objects.all())
        self.unit = get_object_or_404(mine, code=kwargs["code"])
        self.years = outline.years_of(self.unit)
        self.year = self._year(request.GET.get("year", ""))
        self.book = self.year and outline.book_of(self.unit, self.year)
        return super().get(request, *args, **kwargs)

    @property
    def is_school(self):
        return self.unit.level == Level.SCHOOL

    def _year(self, given):
        if not given:
            return self.years[0] if self.years else None
        if not (given.isascii() and given.isdigit() and len(given) < 5) or int(given) not in self.years:
            raise Http404
        return int(given)

    def get_context_data(self, **kwargs):
        return super().get_context_data(organization=self.unit, year=self.year, years=self.years, **kwargs)

    def page_of(self, rows):
        return Paginator(rows, A_PAGE).get_page(self.request.GET.get("page"))


class Overview(UnitYearView):
    """指标与条件 of a school, a city, a province or the nation."""

    def get_template_names(self):
        return ["indicators/school.html" if self.is_school else "indicators/unit.html"]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not self.book:
            return context
        return context | (self.of_school() if self.is_school else self.of_unit())

    def of_school(self):
        standing = schools.standing_of(self.request.user, self.unit, self.year)
        lines = schools.school_lines(self.request.user, self.unit, self.year, self.book)
        if not standing:
            return {}
        return {"standing": standing, "conditions": schools.conditions(standing), "sections": outline.sections(lines)}

    def of_unit(self):
        words = self.request.GET.get("q", "")
        page = self.page_of(units.seen_schools(self.request.user, self.unit, self.year, words))
        standings = units.standings_of(list(page), self.year)
        return {
            "counts": units.completeness(self.unit, self.year),
            "parts": units.parts(self.unit, self.year),
            "condition_counts": units.condition_counts(self.unit, self.year),
            "charts": units.charts(self.unit, self.year, self.book),
            "sections": outline.sections(units.unit_lines(self.unit, self.year, self.book)),
            "page": page,
            "rows": [(school, schools.conditions(standings[school.pk]) if school.pk in standings else []) for school in page],
            "q": words,
        }


class IndicatorPage(UnitYearView):
    """One indicator: down to the cells for a school, over its schools for the units above."""

    def get_template_names(self):
        return ["indicators/value.html" if self.is_school else "indicators/spread.html"]

    def get_context_data(self, **kwargs):
        self.indicator = self.book and self.book.indicator_by_code.get(kwargs["indicator"])
        if not self.indicator:
            raise Http404
        context = super().get_context_data(**{**kwargs, "indicator": self.indicator})
        return context | (self.of_school() if self.is_school else self.of_unit())

    def of_school(self):
        found = Value.objects.select_related("snapshot__upload__round__province", "snapshot__upload__school")
        mine = objects_for(self.request.user, self.permission, found)
        value = get_object_or_404(mine, school=self.unit, year=self.year, indicator=self.indicator.code)
        median = schools.medians(self.unit, self.year, self.indicator.code).get(self.indicator.code)
        return {
            "snapshot": value.snapshot,
            "upload": value.snapshot.upload,
            "words": value_words(self.indicator, value.value),
            "median": "" if self.indicator.roll == "share" else group_words(self.indicator, median),
            "lineage": lineage(self.request.user, value),
            "chart": schools.history(self.request.user, self.unit, self.indicator, self.year),
        }

    def of_unit(self):
        rollup = Rollup.objects.filter(unit=self.unit, year=self.year, indicator=self.indicator.code, count__gt=0).first()
        values = units.values_in(self.unit, self.year, self.indicator.code)
        return {
            "line": rollup and units.unit_line(self.indicator, rollup),
            "chart": units.distribution(self.indicator, self.year, values) if values and self.indicator.roll != "share" else None,
            "parts": units.by_part(self.unit, self.year, self.indicator),
            **self.of_schools(),
        }

    def of_schools(self):
        """The values of the schools that one may see, those that counted in the unit, with the year before."""
        mine = objects_for(self.request.user, self.permission, Value.objects.filter(indicator=self.indicator.code))
        page = self.page_of(mine.counted_in(self.unit, self.year).select_related("school").order_by("school__code"))
        last = dict(mine.filter(year=self.year - 1, school__in=[row.school_id for row in page]).values_list("school", "value"))
        rows = [
            (row.school, value_words(self.indicator, row.value), value_words(self.indicator, last.get(row.school_id)),
             change_words(self.indicator, row.value, last.get(row.school_id)))
            for row in page
        ]  # fmt: skip
        return {"page": page, "rows": rows}
