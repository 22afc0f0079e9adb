"""Made up: what the school is and has (F01, F03–F05, F07)."""

from datetime import date

from .dice import Dice, money, split
from .traits import FIRST_YEAR, enrolled


def forms(school, year, before):
    constant, dice = Dice(school.code, "resources"), Dice(school.code, "resources", year)
    students = enrolled(school, year)
    campus = _campus(school, year, constant, dice)
    return {
        "F01": _school(constant),
        "F03": campus,
        "F04": _library(school, students, year, constant, dice),
        "F05": _bases(school, students, campus, constant, dice),
        "F07": _money(school, students, campus, dice),
    }


def _school(constant):
    return {
        "grade": constant.choice("2346"),
        "zhengai_on": date(2016, constant.randint(9, 12), constant.randint(1, 28)),
        "charter_on": date(2015, constant.randint(3, 12), constant.randint(1, 28)),
        "founded_ym": f"{constant.randint(1956, 2004)}09",
        "urban_type": constant.choice(("111", "112", "121", "122")),
    }


def _campus(school, year, constant, dice):
    """Buildings stand; equipment grows by a few per cent a year."""
    grown = school.students * (1 + 0.01 * (year - FIRST_YEAR))
    own = money(school.buildings * grown * constant.uniform(0.85, 1))
    rented = money(school.buildings * grown * constant.uniform(0, 0.1))
    both = float(own + rented)
    teach = money(both * constant.uniform(0.42, 0.52))
    land = money(both * constant.uniform(1.6, 2.6))
    equipment = school.equipment * school.students * 1.03 ** (year - FIRST_YEAR)
    return {
        "land_area": land, "land_excl": money(float(land) * 0.03), "bld_own": own, "bld_indep": rented, "bld_shared": 0,
        "bld_excl": money(both * constant.uniform(0.02, 0.08)), "bld_teach": teach, "bld_train": money(float(teach) * constant.uniform(0.3, 0.5)),
        "bld_dorm": money(both * constant.uniform(0.2, 0.3)), "bld_office": money(both * constant.uniform(0.05, 0.1)), "bld_danger": 0,
        "track_200": both > 9000, "asset_total": money(equipment * constant.uniform(2.4, 4) + both * 0.1),
        "equip_total": money(equipment), "equip_new": money(equipment * dice.uniform(0.02, 0.06)),
        "equip_train": money(equipment * constant.uniform(0.6, 0.8)),
    }  # fmt: skip


def _library(school, students, year, constant, dice):
    books = round(school.students * constant.uniform(18, 35)) + 400 * (year - FIRST_YEAR)
    computers, rooms, items = dice.part(students, 0.14, 0.24), max(6, students // 38), constant.randint(120, 400)
    return {
        "books_paper": books, "books_new": dice.part(books, 0.01, 0.02), "ebooks": books * 2, "periodicals": dice.randint(40, 160),
        "seats_t": constant.randint(20, 60), "seats_s": dice.part(students, 0.06, 0.12), "computers": computers,
        "computers_teach": dice.part(computers, 0.7, 0.9), "bandwidth": constant.choice((100, 200, 500, 1000)), "classrooms": rooms,
        "mm_rooms": dice.part(rooms, 0.6, 1), "online_courses": dice.randint(5, 60), "res_gb": money(constant.uniform(200, 4000)),
        "lib_nat": 0, "lib_prov": constant.randint(0, 2), "lib_city": constant.randint(0, 3), "lib_school": constant.randint(2, 9),
        "data_items": items, "data_auto": dice.part(items, 0.3, 0.8),
        "data_use": {"text": "示例：教务、学生、资产等系统的数据每日汇入校本数据中心，用于教学管理与年度诊改。"},
    }  # fmt: skip


def _bases(school, students, campus, constant, dice):
    majors = school.majors[: constant.randint(4, len(school.majors) - 1)]
    weights = [constant.uniform(0.5, 2) for _ in majors]
    values = split(int(float(campus["equip_train"]) * 95), weights)
    areas = split(int(campus["bld_train"]) or 1, weights)
    rows = []
    for number, (major, value, area) in enumerate(zip(majors, values, areas, strict=True), 1):
        worth, due = money(value / 100), dice.randint(12, 45)
        rows.append({
            "base_name": f"示例第{number}实训中心", "major_code": major, "floor_area": money(area + 20), "equip_value": worth,
            "equip_new": money(value / 100 * 0.04), "equip_donated": money(value / 100 * dice.choice((0, 0, 0.02))),
            "equip_sets": value // 90 + 5, "stations": students // 12 + dice.randint(10, 30), "proj_due": due, "proj_open": dice.part(due, 0.86, 1),
            "use_in": students * dice.randint(20, 60), "use_out": students * dice.randint(0, 4), "co_built": constant.random() < 0.3,
        })  # fmt: skip
    return rows


def _money(school, students, campus, dice):
    whole = school.funds * students
    parts = [money(whole * share) for share in (dice.uniform(0.68, 0.76), dice.uniform(0.1, 0.16), 0.06, dice.uniform(0, 0.01), 0.03)]
    income = sum(parts)
    spent = money(float(income) * dice.uniform(0.94, 0.99))
    teach, staff, research, reform = (money(float(spent) * share) for share in (dice.uniform(0.1, 0.2), 0.03, 0.006, 0.008))
    return {
        "inc_total": income, **dict(zip(("inc_fiscal", "inc_special", "inc_tuition", "inc_donate", "inc_other"), parts, strict=True)),
        "fund_per": money(float(parts[0]) * 10000 / students), "exp_total": spent, "exp_teach": teach, "exp_consum": money(float(teach) * 0.3),
        "exp_pt": money(float(teach) * 0.15), "exp_equip": campus["equip_new"] if campus["equip_new"] < spent else spent / 2,
        "exp_infra": money(float(spent) * 0.08), "exp_book": money(float(spent) * 0.006), "exp_staff": staff, "exp_train": money(float(staff) * 0.6),
        "res_budget": research, "res_exp": money(float(research) * dice.uniform(0.7, 1.2)),
        "ref_budget": reform, "ref_exp": money(float(reform) * dice.uniform(0.7, 1.2)),
    }  # fmt: skip
