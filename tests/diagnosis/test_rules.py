import pytest

from apps.diagnosis.rules import Kind, over, wordings


@pytest.mark.parametrize("kind,count,too_many", [
    (Kind.OVERVIEW, 500, 0), (Kind.OVERVIEW, 501, 1), (Kind.SELF, 500, 0), (Kind.SELF, 501, 1), (Kind.MEASURES, 200, 0),
    (Kind.MEASURES, 201, 1), (Kind.EFFECT, 200, 0), (Kind.EFFECT, 260, 60), (Kind.SELF, 0, 0), (Kind.CONCLUSION, 5000, 0),
])  # fmt: skip
def test_a_text_is_too_long_by_what_goes_beyond_its_limit(kind, count, too_many):
    """A2.2, A2.3: 500, and 500, 200 and 200; A2.4 and A2.5 set none."""
    assert over(kind, count) == too_many


@pytest.mark.parametrize(
    "text",
    [
        "总体评价为优秀",
        "自评等级：良好",
        "综合结论达到合格",
        "本项得分 95",
        "自评 92 分",
        "评为优秀等次",
        "我校为A级",
        "Ｂ级",
        "教学质量优秀",
        "办学水平较好",
    ],
)
def test_a_graded_conclusion_is_pointed_out_in_any_text(text):
    """R7.4"""
    assert [each.words for each in wordings(Kind.SELF, text)] != []
    assert "等级" in wordings(Kind.RESULT, text)[0].advice


@pytest.mark.parametrize(
    "text",
    [
        "优秀教师 12 人",
        "每周 40 分钟",
        "分析不够",
        "学生合格率 96%",
        "三级预警",
        "分 3 组",
        "市级骨干教师",
        "占 5 分之一",
        "选出教学成效优秀教师 3 人",
    ],
)
def test_words_that_only_look_like_a_grade_are_left_alone(text):
    """R7.4"""
    assert wordings(Kind.SELF, text) == []


@pytest.mark.parametrize(
    "text", ["预计下学期达到 45%", "覆盖面将提高", "有望明年完成", "力争全部达标", "计划达到90%", "下一步加大投入", "将建立机制"]
)
def test_a_forecast_is_pointed_out_among_effects_and_nowhere_else(text):
    """R7.5"""
    assert len(wordings(Kind.EFFECT, text)) == 1
    assert wordings(Kind.MEASURES, text) == []


def test_what_has_shown_is_no_forecast():
    """R7.5"""
    assert wordings(Kind.EFFECT, "当月缺课率由 2.3 降到 1.6。教师将教案上传平台。按计划完成两轮培训。尚未实施。") == []


def test_each_place_is_named_in_the_order_of_the_text():
    """R7.4, R7.5"""
    text = "预计覆盖面提高，自评 90 分"
    assert [text[each.start : each.end] for each in wordings(Kind.EFFECT, text)] == ["预计", "90 分"]
