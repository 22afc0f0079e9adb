"""The tags every template uses."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from apps.core.charts import bars


def rendered(source, **context):
    return Template("{% load look %}" + source).render(Context(context))


class MeasureForm(forms.Form):
    aim = forms.CharField(label="目标", help_text="最好有数字和时间", widget=forms.Textarea)
    who = forms.ChoiceField(label="负责人", choices=[("", "请选择"), ("1", "高志强")])
    done = forms.ChoiceField(label="进展", choices=[("1", "正在进行"), ("2", "已完成")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="我已核对")
    sum = forms.DecimalField(label="金额", required=False)


def test_a_state_has_a_shape_and_words():
    html = rendered("{% state 'act' '缺 3 所' %}")
    assert 'class="st st-act"' in html
    assert "#i-act" in html
    assert "缺 3 所" in html


def test_a_state_may_take_another_shape_and_its_words_are_escaped():
    html = rendered("{% state 'off' words 'lock' %}", words="<b>")
    assert "#i-lock" in html
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize(
    "source, given, text",
    [
        ("{{ x|figure:1 }}", Decimal("42.553"), "42.6"),
        ("{{ x|figure }}", None, "—"),
        ("{{ x|figure }}", "文字", "文字"),
        ("{{ x|percent:8 }}", 3, "37.5%"),
        ("{{ x|percent:0 }}", 3, "—"),
        ("{{ x|school_year }}", 2025, "2025—2026 学年"),
        ("{{ x|day }}", date(2026, 11, 20), "11 月 20 日"),
        ("{{ x|full_day }}", date(2026, 11, 20), "2026 年 11 月 20 日"),
        ("{{ x|short_day }}", date(2020, 1, 5), "2020-01-05"),
        ("{{ x|weekday }}", date(2026, 11, 20), "星期五"),
        ("{{ x|moment }}", datetime(2026, 11, 20, 18, 42, tzinfo=UTC), "11 月 21 日 02:42"),
        ("{{ x|day }}", None, "—"),
    ],
)
def test_figures_and_dates_are_written_as_people_here_write_them(source, given, text):
    assert rendered(source, x=given) == text


@pytest.mark.parametrize("first, last, text", [
    (date(2020, 11, 30), date(2020, 11, 30), "2020 年 11 月 30 日"), (date(2020, 11, 30), date(2020, 12, 2), "2020 年 11 月 30 日 至 12 月 2 日"),
    (date(2020, 12, 31), date(2021, 1, 2), "2020 年 12 月 31 日 至 2021 年 1 月 2 日"), (None, None, "—"),
    ("2020-11-30", "2020-11-30", "2020-11-30"), ("2020-11-30", "2020-12-02", "2020-11-30 至 2020-12-02"),
])  # fmt: skip
def test_days_that_are_one_are_written_once(first, last, text):
    assert rendered("{{ x|span:y }}", x=first, y=last) == text


def test_a_day_of_this_year_goes_without_it_in_tables():
    day = timezone.localdate()
    assert rendered("{{ x|short_day }}", x=day) == f"{day:%m-%d}"


def test_a_refused_field_says_so_beside_itself_and_to_those_who_listen():
    html = rendered("{% field form.aim %}", form=MeasureForm({}))
    assert 'aria-describedby="id_aim_helptext id_aim_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_aim_error"' in html
    assert "请填写“目标”" in html


def test_a_group_of_choices_is_a_fieldset_with_its_legend():
    html = rendered("{% field form.done %}", form=MeasureForm({}))
    assert '<legend class="form-label">进展</legend>' in html
    assert html.count('class="form-check-input"') == 2
    assert "请选择“进展”" in html


def test_a_field_that_may_stay_empty_says_so_and_shows_its_unit():
    html = rendered("{% field form.sum unit='万元' %}", form=MeasureForm())
    assert "可不填" in html
    assert '<span class="u">万元</span>' in html


def test_a_page_may_give_its_own_help_or_none():
    html = rendered("{% field form.aim help='' %}", form=MeasureForm())
    assert "form-text" not in html
    assert "aria-describedby" not in html
    assert "写明数字" in rendered("{% field form.aim help='写明数字' %}", form=MeasureForm())


def test_the_summary_leads_to_every_place_that_was_refused():
    form = MeasureForm({"aim": "x"})
    html = rendered("{% errors form %}{% for bound in form %}{% field bound %}{% endfor %}", form=form)
    assert "请改正 3 处" in html
    for place in ("id_who", "id_done", "id_sure"):
        assert f'href="#{place}"' in html
        assert f'id="{place}"' in html


def test_a_form_not_refused_has_no_summary():
    assert rendered("{% errors form %}", form=MeasureForm()).strip() == ""


def test_a_chart_stands_with_its_unit_and_its_table():
    html = rendered("{% chart figure %}", figure=bars("在校生", ["2025"], [Decimal(669)], unit="人"))
    assert html.count("<svg") == 1
    assert "看表（人）" in html
    assert '<td class="n">669</td>' in html
