"""Charts on paper are set in the product's own font, with their tables open."""

from decimal import Decimal as D
from io import BytesIO

from django.template import Context, Template
from pypdf import PdfReader

from apps.core.charts import Series, bars, line
from apps.documents.paper import printed

PAGE = """{% extends "pdf/base.html" %}{% load look %}
{% block content %}<p><b>①→≥㎡</b> 正文</p>{% for figure in figures %}{% chart figure %}{% endfor %}{% endblock %}"""


def test_a_page_with_charts_is_set_in_our_own_font_alone():
    figures = [line("在校生", ["2024", "2025"], [Series("本校", [D(669), D("1200")])]), bars("教师", ["2025"], [D(47)], unit="人")]
    reader = PdfReader(BytesIO(printed(Template(PAGE).render(Context({"title": "年报", "subject": "示例学校", "figures": figures})))))
    fonts = {font.get_object()["/BaseFont"].split("+")[1] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert fonts == {"Zhengai-Sans", "Zhengai-Sans-Bold"}
    text = "".join(page.extract_text() for page in reader.pages)
    assert "本校 1 200" in text
    assert text.count("1 200") > 1
    assert "看表" not in text
