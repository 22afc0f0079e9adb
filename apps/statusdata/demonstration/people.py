"""Made up: who leads and teaches (F02, F08, F09)."""

from .dice import Dice, split
from .traits import enrolled

DUTIES = {"书记": "党建", "校长": "行政全面", "副校长": "教学", "副书记": "德育", "其他": "总务"}


def forms(school, year, before):
    dice = Dice(school.code, "people", year)
    teachers = max(8, round(enrolled(school, year) / school.students_per_teacher))
    return {"F02": _leaders(dice), "F08": _teachers(school, teachers, dice), "F09": _part_time(school, teachers, dice)}


def _leaders(dice):
    return [
        {
            "post": post, "duty": duty, "listen_n": dice.randint(20, 60), "shuoke_n": dice.randint(2, 12), "practice_n": dice.randint(8, 30),
            "intern_n": dice.randint(2, 10), "teach_hours": dice.choice((0, 36, 72)),
        }
        for post, duty in DUTIES.items()
    ]  # fmt: skip


def _teachers(school, ft, dice):
    major = round(ft * school.major_teachers)
    high, middle, low, none = split(ft, (22, 38, 27, 13))
    post, bachelor, below = split(ft, (12, 82, 6))
    ages = split(ft, (34, 33, 25, 8))
    practised = dice.part(ft, 0.15, 0.4)
    return {
        "staff": ft + dice.part(ft, 0.1, 0.25) + 2, "quota": ft + dice.part(ft, 0.05, 0.2), "ft": ft, "ft_pub": ft - major, "ft_major": major,
        "ft_guide": dice.part(major, 0.05, 0.2), "dual": round(major * school.dual), "e_post": post, "e_bach": bachelor, "e_below": below,
        "t_high": high, "t_mid": middle, "t_low": low, "t_none": none, **dict(zip(("a35", "a45", "a55", "a56"), ages, strict=True)), "foreign": 0,
        "leaders": dice.part(ft, 0.04, 0.1), "backbone": dice.part(ft, 0.1, 0.2), "tr_nat": dice.part(ft, 0.02, 0.08),
        "tr_prov": dice.part(ft, 0.05, 0.2), "tr_city": dice.part(ft, 0.1, 0.4), "tr_sch": dice.part(ft, 0.8, 2), "prac_n": practised,
        "prac_days": practised * dice.randint(12, 35), "res_proj": dice.part(ft, 0.01, 0.06), "papers": dice.part(ft, 0.1, 0.4),
        "books": dice.part(ft, 0, 0.06), "patents": dice.randint(0, 3), "tech_proj": dice.randint(0, 5),
    }  # fmt: skip


def _part_time(school, ft, dice):
    pt = dice.part(ft, 0.08, 0.25) + 2
    high, middle, other = split(pt, (25, 45, 30))
    young, grown, old = split(pt, (30, 50, 20))
    hours = pt * dice.randint(60, 160)
    return {
        "pt": pt, "pt_ent": dice.part(pt, 0.6, 1), "p_high": high, "p_mid": middle, "p_other": other, "p_a35": young, "p_a50": grown, "p_a51": old,
        "p_leaders": dice.part(pt, 0, 0.3), "p_train": dice.part(pt, 0.5, 1.5), "p_majors": dice.part(len(school.majors), 0.4, 1),
        "p_hours": hours, "p_prac_hours": dice.part(hours, 0.5, 0.8),
    }  # fmt: skip
