"""Made up: how the school teaches and is run (F11, F12, F18, F20)."""

from datetime import date, timedelta

from .dice import Dice

#: What a made-up school wins: kind, name, level, award.
WON = [
    ("04", "示例职业院校技能竞赛", "省", "二"), ("04", "示例职业院校技能竞赛（市级）", "市", "一"), ("05", "示例教师教学能力比赛", "市", "二"),
    ("03", "示例文明风采活动", "省", "三"), ("02", "示例校级精品课程", "校", "其他"), ("01", "示例市级特色专业", "市", "其他"),
    ("08", "示例德育课题", "市", "其他"), ("11", "示例创新创业比赛", "省", "三"),
]  # fmt: skip


def forms(school, year, before):
    dice = Dice(school.code, "teaching", year)
    return {"F11": _courses(school, dice), "F12": _teaching(year, before, dice), "F18": _rules(dice), "F20": _results(school, year, dice)}


def _courses(school, dice):
    courses, books = dice.randint(8, 14) * len(school.majors), dice.randint(6, 10) * len(school.majors)
    planned = dice.randint(4, 12)
    return {
        "courses": courses, "course_std": dice.part(courses, 0.75, 1), "proj_plan": planned, "proj_done": dice.part(planned, 0.7, 1),
        "co_courses": dice.part(courses, 0.03, 0.12), "co_books": dice.randint(0, 6), "books_used": books,
        "books_planned": dice.part(books, 0.6, 0.9), "books_school": dice.randint(2, 14), "moral_courses": 4, "moral_hours": 2,
        "moral_res": dice.randint(0, 3),
    }  # fmt: skip


def _teaching(year, before, dice):
    judged = before["F08"]["ft"] + dice.part(before["F09"]["pt"], 0.5, 1)
    due, found, accidents = dice.randint(80, 240), dice.randint(8, 30), dice.choice((0, 0, 1, 2))
    return {
        "weeks": dice.randint(36, 40), "ev_t": judged, "ev_peer": dice.part(judged, 0.7, 0.95), "ev_stu": dice.part(judged, 0.85, 0.99),
        "ev_soc": dice.part(judged, 0.1, 0.5), "prac_due": due, "prac_open": dice.part(due, 0.88, 1), "meet_n": dice.randint(4, 12),
        "issue_n": found, "issue_ok": dice.part(found, 0.75, 1), "accidents": accidents, "acc_major": 0, "late": dice.randint(4, 40),
        "absent": dice.randint(0, 6), "h_prac": before["F09"]["p_prac_hours"] + before["F08"]["ft_major"] * dice.randint(120, 240),
        "sup_ft": dice.randint(1, 4), "sup_pt": dice.randint(2, 8), "sup_listen": dice.randint(60, 320), "qa_docs": dice.randint(6, 24),
        "qa_org": {"text": "示例：校长总负责，督导室牵头，各处室与专业部分工，按学年诊断、改进。"},
        "qreport_on": date(year + 1, dice.randint(1, 3), dice.randint(1, 28)),
    }  # fmt: skip


def _rules(dice):
    rules, found, leading = dice.randint(60, 160), dice.randint(3, 16), (dice.randint(6, 16), dice.randint(6, 16))
    both = sum(leading)
    return {
        "gov_doc": {"text": "示例：党组织领导下的校长负责制，设校务委员会、教职工代表大会与专业建设指导委员会。"}, "rules": rules,
        "rules_new": dice.part(rules, 0.02, 0.15), "chk_n": found, "chk_ok": dice.part(found, 0.7, 1), "safe_acc": 0,
        "safe_doc": {"text": "示例：本学年开展安全演练与食品卫生检查，未发生安全责任事故。"}, "illegal": 0,
        "law_doc": {"text": "示例：招生、收费、学籍与实习按规定办理。"}, "tm": leading[0], "sm": leading[1], "mg_bach": dice.part(both, 0.8, 1),
        "mg_mid": dice.part(both, 0.5, 0.8), "mg_45": dice.part(both, 0.4, 0.7),
    }  # fmt: skip


def _results(school, year, dice):
    return [
        {
            "kind": kind, "name": name, "level": level, "award": award, "date": date(year, 9, 1) + timedelta(days=dice.randint(20, 340)),
            "agency": "示例主办单位", "persons": dice.randint(1, 6), "major_code": dice.choice(school.majors),
        }
        for kind, name, level, award in dice.sample(WON, dice.randint(3, len(WON)))
    ]  # fmt: skip
