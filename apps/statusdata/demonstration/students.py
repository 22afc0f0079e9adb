"""Made up: who learns, graduates and finds work (F06, F10, F13–F17, F19)."""

from .dice import Dice, at_least, money, split
from .traits import enrolled, grades, graduates


def forms(school, year, before):
    dice = Dice(school.code, "students", year)
    majors = _majors(school, year, before, dice)
    sums = {cell: sum(row[cell] for row in majors) for cell in ("reg_n", "grad", "emp", "emp_direct", "match", "dual_cert", "g3")}
    interns = _internship(sums, majors, enrolled(school, year), dice)
    return {
        "F06": _companies(school, year, interns["in_n"], dice), "F10": majors, "F13": _enrolment(school, year, sums, dice),
        "F14": _conduct(school, year, sums, dice), "F15": _graduates(school, year, sums, dice), "F16": interns,
        "F17": _training(enrolled(school, year), dice), "F19": _surveys(enrolled(school, year), sums, dice),
    }  # fmt: skip


def _majors(school, year, before, dice):
    teachers = split(before["F08"]["ft_major"] + len(school.majors), school.weights)
    employed, direct, matched, certified = dice.uniform(0.9, 0.985), dice.uniform(0.45, 0.75), dice.uniform(0.65, 0.88), dice.uniform(0.6, 0.92)
    rows = []
    for place, (code, (first, second, third), grad) in enumerate(zip(school.majors, grades(school, year), graduates(school, year), strict=True)):
        emp = int(grad * employed)
        rows.append({
            "major_code": code, "status": "1", "industry": _industry(code), "level": ("省", "市", "一般")[min(place, 2)],
            "plan_n": at_least(first, dice.uniform(1, 1.12)), "admit_n": at_least(first, dice.uniform(1, 1.06)), "reg_n": first,
            "stu": first + second + third, "g1": first, "g2": second, "g3": third, "grad": grad, "emp": emp, "emp_direct": int(emp * direct),
            "match": int(int(emp * direct) * matched), "dual_cert": int(grad * certified), "ft_n": teachers[place],
            "mid_n": dice.part(teachers[place], 0.4, 0.7), "pt_n": dice.randint(0, 3), "has_std": dice.random() < 0.9, "coop_n": dice.randint(1, 5),
        })  # fmt: skip
    return rows


def _industry(code):
    return "1" if code < "02" else "2" if code < "08" else "3"


def _companies(school, year, interns, dice):
    """A row a company and major; who began earlier is still there."""
    number = 6 + len(school.majors) // 2
    sent = split(interns, [Dice(school.code, "company", place).uniform(0.4, 2) for place in range(number)])
    rows = []
    for place, students in enumerate(sent):
        visits = dice.randint(0, 4)
        rows.append({
            "company": f"示例{'甲乙丙丁戊己庚辛壬癸子丑'[place]}合作企业", "start_ym": f"{2012 + place % 4}{3 + place % 9:02}", "is_base": place % 3 != 2,
            "major_code": school.majors[place % len(school.majors)], "interns": students, "interns_hired": dice.part(students, 0.2, 0.6),
            "order_n": dice.choice((0, 0, 20, 30)), "pt_sent": dice.randint(0, 2), "tprac_n": visits, "tprac_days": visits * dice.randint(5, 20),
            "donate": money(dice.choice((0, 0, 0, 1.5, 4.8))), "co_courses": dice.choice((0, 0, 1)), "co_books": dice.choice((0, 0, 1)),
            "rd_n": dice.choice((0, 0, 0, 1)), "tech_income": money(dice.choice((0, 0, 2.4))), "train_days": dice.choice((0, 60, 180)),
        })  # fmt: skip
    return rows


def _enrolment(school, year, sums, dice):
    students, new = enrolled(school, year), sums["reg_n"]
    reasons = split(dice.part(new, 0.9, 1), (18, 22, 24, 14, 10, 9, 3))
    return {
        "enrolled": students, "enrolled_pt": dice.choice((0, 0, 60, 120)), "begin_n": students, "new_n": new,
        "dropout": dice.part(students, 0.005, 0.03), "male": dice.part(students, 0.4, 0.65), "rural": dice.part(students, 0.6, 0.9),
        "boarding": dice.part(students, 0.5, 0.9), "other_prov": dice.part(students, 0, 0.03),
        **dict(zip(("r_brand", "r_major", "r_job", "r_skill", "r_loc", "r_rec", "r_other"), reasons, strict=True)),
    }  # fmt: skip


def _conduct(school, year, sums, dice):
    students = enrolled(school, year)
    classes = max(4, round(students / 40))
    tested, leaving, strict = dice.part(students, 0.93, 0.99), dice.part(sums["grad"], 0.95, 1), dice.part(students, 0.005, 0.02)
    teachers = max(2, classes // 8)
    return {
        "m_org": 1, "m_staff": max(2, classes // 6), "classes": classes, "ct": classes, "ct_train": classes * dice.randint(1, 3),
        "m_teachers": teachers, "m_match": dice.part(teachers, 0.6, 1), "psych": True, "m_result": dice.randint(0, 4), "clubs": 6 + students // 150,
        "club_mem": dice.part(students, 0.3, 0.6), "sp_act": dice.randint(8, 30), "sp_join": dice.part(students, 0.6, 1.4),
        "sp_res": dice.randint(0, 6), "disc": strict, "disc_s": dice.part(strict, 0, 0.2), "fit_t": tested, "fit_ok": dice.part(tested, 0.86, 0.96),
        "gfit_t": leaving, "gfit_ok": dice.part(leaving, 0.88, 0.98), "inn_c": dice.randint(1, 4), "inn_r": dice.randint(0, 3),
    }  # fmt: skip


def _graduates(school, year, sums, dice):
    past = sum(graduates(school, year - 1))
    past_employed = dice.part(past, 0.92, 0.97)
    others = split(sums["emp"] - sums["emp_direct"], (90, 5, 5))
    where = split(sums["emp_direct"], (48, 27, 15, 10))
    return {
        "due": sums["grad"] + dice.randint(0, 4), "diploma": sums["grad"], "grad": sums["grad"], "dual_cert": sums["dual_cert"], "emp": sums["emp"],
        "emp_direct": sums["emp_direct"], **dict(zip(("upgrade", "startup", "army"), others, strict=True)), "match": sums["match"],
        **dict(zip(("d_city", "d_prov", "d_region", "d_other"), where, strict=True)), "salary": money(dice.uniform(2200, 3900) + 60 * (year - 2015)),
        "p_grad": past, "p_emp": past_employed, "p_match": dice.part(past_employed, 0.5, 0.8), "p_trans": dice.part(past_employed, 0.05, 0.15),
        "p_promo": dice.part(past_employed, 0.05, 0.15),
    }  # fmt: skip


def _internship(sums, majors, students, dice):
    due = sums["g3"]
    there = dice.part(due, 0.92, 0.99)
    return {
        "coop_majors": dice.part(len(majors), 0.6, 1), "groups": dice.randint(0, 2), "appr": dice.part(students, 0, 0.06), "in_due": due,
        "in_n": there, "in_match": dice.part(there, 0.7, 0.92), "in_ins": dice.part(there, 0.94, 1), "in_agr": dice.part(there, 0.9, 1),
    }  # fmt: skip


def _training(students, dice):
    whole = dice.part(students, 0.2, 1.2)
    parts = split(whole, (40, 30, 10, 6, 4, 10))
    tested = dice.part(students, 0.2, 0.35)
    return {
        "tr_n": whole, "tr_days": whole * dice.randint(2, 9),
        **dict(zip(("tr_ent", "tr_farm", "tr_unemp", "tr_sold", "tr_dis", "tr_oth"), parts, strict=True)), "sk_soc": dice.randint(0, 200),
        "sk_stu": tested, "sk_pass": dice.part(tested, 0.75, 0.95), "tech_n": dice.randint(0, 5), "tech_in": money(dice.uniform(0, 30)),
        "supp_n": dice.randint(0, 2),
    }  # fmt: skip


def _surveys(students, sums, dice):
    sent = max(120, dice.part(students, 0.3, 0.5))
    back = dice.part(sent, 0.9, 0.99)
    asked, firms = dice.part(sums["grad"], 0.6, 0.9), dice.randint(15, 50)
    found, answered = dice.part(asked, 0.7, 0.9), dice.part(firms, 0.7, 0.95)
    return {
        "method": dice.choice(("自评", "第三方")), "st_sent": sent, "st_ok": back, "st_sat": dice.part(back, 0.8, 0.96),
        "st_learn": dice.part(back, 0.78, 0.95), "st_prac": dice.part(back, 0.75, 0.95), "st_life": dice.part(back, 0.75, 0.95), "gr_n": asked,
        "gr_ok": found, "gr_sat": dice.part(found, 0.82, 0.97), "em_n": firms, "em_ok": answered, "em_sat": dice.part(answered, 0.82, 1),
    }  # fmt: skip
