"""Written by tests/load/plain.py from the dictionary; not to be edited."""

from decimal import Decimal

from apps.dictionary.language.functions import left, pct
from tests.load.plain_parts import add, all_of, count, days, differ, distinct, div, equal, filled, largest, less, most_of, mul, nz, one_of, total

D0 = Decimal(0)


def compute(forms, system, province):
    """{code: (value, num, den, weight)} of one school; ``forms`` as in Figures, rows as plain dicts."""
    F01 = forms.get("F01") or {}
    F03 = forms.get("F03") or {}
    F04 = forms.get("F04") or {}
    F07 = forms.get("F07") or {}
    F08 = forms.get("F08") or {}
    F09 = forms.get("F09") or {}
    F11 = forms.get("F11") or {}
    F12 = forms.get("F12") or {}
    F13 = forms.get("F13") or {}
    F14 = forms.get("F14") or {}
    F15 = forms.get("F15") or {}
    F16 = forms.get("F16") or {}
    F17 = forms.get("F17") or {}
    F18 = forms.get("F18") or {}
    F19 = forms.get("F19") or {}
    K001 = F13.get("enrolled")
    K002 = filled(pct, F15.get("upgrade"), F15.get("grad"))
    K003 = filled(pct, F15.get("emp_direct"), F15.get("grad"))
    K004 = count(forms.get("F10"), None, lambda r: one_of(r.get("status"), {"1", "4"}), ("status",))
    K005 = count(forms.get("F10"), None, lambda r: one_of(r.get("status"), {"1", "2", "4"}), ("status",))
    K006 = distinct(
        forms.get("F10"),
        lambda r: filled(left, r.get("major_code"), Decimal("2")),
        lambda r: one_of(r.get("status"), {"1", "2", "4"}),
        ("major_code", "status"),
    )
    K007 = filled(
        pct,
        count(
            forms.get("F10"),
            None,
            lambda r: all_of(one_of(r.get("status"), {"1", "2", "4"}), equal(r.get("industry"), "1"), True),
            ("industry", "status"),
        ),
        K005,
    )
    K008 = filled(
        pct,
        count(
            forms.get("F10"),
            None,
            lambda r: all_of(one_of(r.get("status"), {"1", "2", "4"}), equal(r.get("industry"), "2"), True),
            ("industry", "status"),
        ),
        K005,
    )
    K009 = filled(
        pct,
        count(
            forms.get("F10"),
            None,
            lambda r: all_of(one_of(r.get("status"), {"1", "2", "4"}), equal(r.get("industry"), "3"), True),
            ("industry", "status"),
        ),
        K005,
    )
    K010 = div(total(forms.get("F10"), lambda r: r.get("stu"), lambda r: one_of(r.get("status"), {"1", "2", "4"}), ("status", "stu")), K005)
    K011 = (
        None
        if all(
            part is None
            for part in (
                largest(forms.get("F10"), lambda r: r.get("stu"), None, ("stu",)),
                total(forms.get("F10"), lambda r: nz(r.get("stu"), D0), None, ("stu",)),
            )
        )
        else filled(
            pct,
            largest(forms.get("F10"), lambda r: r.get("stu"), None, ("stu",)),
            total(forms.get("F10"), lambda r: nz(r.get("stu"), D0), None, ("stu",)),
        )
    )
    K012 = count(
        forms.get("F10"),
        None,
        lambda r: all_of(one_of(r.get("status"), {"1", "4"}), less(r.get("stu"), Decimal("60"), strict=True), True),
        ("status", "stu"),
    )
    K013 = filled(pct, F15.get("d_city"), F15.get("emp_direct"))
    K014 = filled(pct, add(F15.get("d_city"), F15.get("d_prov")), F15.get("emp_direct"))
    K015 = F17.get("tr_n")
    K016 = div(F17.get("tr_n"), F13.get("enrolled"))
    K017 = F17.get("sk_soc")
    K018 = F17.get("tech_in")
    K019 = filled(pct, F13.get("dropout"), F13.get("begin_n"))
    K020 = differ(Decimal("100"), K019)
    K021 = filled(pct, F15.get("diploma"), F15.get("due"))
    K022 = filled(pct, F15.get("dual_cert"), F15.get("grad"))
    K023 = filled(pct, F15.get("emp"), F15.get("grad"))
    K024 = filled(pct, F15.get("match"), F15.get("emp_direct"))
    K025 = F15.get("salary")
    K026 = filled(pct, F19.get("gr_sat"), F19.get("gr_ok"))
    K027 = div(mul(Decimal("1000"), F14.get("m_staff")), F13.get("enrolled"))
    K028 = filled(pct, F14.get("ct"), F14.get("classes"))
    K029 = F11.get("moral_courses")
    K030 = F11.get("moral_res")
    K031 = filled(pct, F14.get("m_match"), F14.get("m_teachers"))
    K032 = div(F14.get("ct_train"), F14.get("ct"))
    K033 = filled(pct, F14.get("gfit_ok"), F14.get("gfit_t"))
    K034 = filled(pct, F14.get("fit_ok"), F14.get("fit_t"))
    K035 = filled(pct, F14.get("disc"), F13.get("enrolled"))
    K036 = F14.get("inn_c")
    K037 = (
        None
        if all(
            part is None
            for part in (
                F14.get("inn_r"),
                count(forms.get("F20"), None, lambda r: equal(r.get("kind"), "11"), ("kind",)),
            )
        )
        else add(nz(F14.get("inn_r"), D0), count(forms.get("F20"), None, lambda r: equal(r.get("kind"), "11"), ("kind",)))
    )
    K038 = count(forms.get("F20"), None, lambda r: equal(r.get("kind"), "03"), ("kind",))
    K039 = div(F14.get("sp_join"), F13.get("enrolled"))
    K040 = F14.get("sp_res")
    K041 = filled(pct, F14.get("club_mem"), F13.get("enrolled"))
    K042 = count(forms.get("F10"), None, lambda r: equal(r.get("status"), "4"), ("status",))
    K043 = count(forms.get("F10"), None, lambda r: equal(r.get("status"), "2"), ("status",))
    K044 = count(forms.get("F10"), None, lambda r: equal(r.get("status"), "3"), ("status",))
    K045 = (
        None
        if all(
            part is None
            for part in (
                total(forms.get("F10"), lambda r: nz(r.get("reg_n"), D0), None, ("reg_n",)),
                total(forms.get("F10"), lambda r: nz(r.get("plan_n"), D0), None, ("plan_n",)),
            )
        )
        else filled(
            pct,
            total(forms.get("F10"), lambda r: nz(r.get("reg_n"), D0), None, ("reg_n",)),
            total(forms.get("F10"), lambda r: nz(r.get("plan_n"), D0), None, ("plan_n",)),
        )
    )
    K046 = (
        None
        if all(
            part is None
            for part in (
                total(forms.get("F10"), lambda r: nz(r.get("reg_n"), D0), None, ("reg_n",)),
                total(forms.get("F10"), lambda r: nz(r.get("admit_n"), D0), None, ("admit_n",)),
            )
        )
        else filled(
            pct,
            total(forms.get("F10"), lambda r: nz(r.get("reg_n"), D0), None, ("reg_n",)),
            total(forms.get("F10"), lambda r: nz(r.get("admit_n"), D0), None, ("admit_n",)),
        )
    )
    K047 = (
        None
        if all(
            part is None
            for part in (
                count(
                    forms.get("F10"),
                    None,
                    lambda r: all_of(
                        less(Decimal("0"), nz(r.get("grad"), D0), strict=True),
                        less(
                            div(mul(Decimal("100"), r.get("emp")), r.get("grad")),
                            province.get(("F10.emp", "F10.grad", "major_code"), {}).get(r.get("major_code")),
                            strict=True,
                        ),
                        True,
                    ),
                    ("emp", "grad", "major_code"),
                ),
                count(forms.get("F10"), None, lambda r: less(Decimal("0"), nz(r.get("grad"), D0), strict=True), ("grad",)),
            )
        )
        else filled(
            pct,
            count(
                forms.get("F10"),
                None,
                lambda r: all_of(
                    less(Decimal("0"), nz(r.get("grad"), D0), strict=True),
                    less(
                        div(mul(Decimal("100"), r.get("emp")), r.get("grad")),
                        province.get(("F10.emp", "F10.grad", "major_code"), {}).get(r.get("major_code")),
                        strict=True,
                    ),
                    True,
                ),
                ("emp", "grad", "major_code"),
            ),
            count(forms.get("F10"), None, lambda r: less(Decimal("0"), nz(r.get("grad"), D0), strict=True), ("grad",)),
        )
    )
    K048 = count(forms.get("F20"), None, lambda r: equal(r.get("kind"), "01"), ("kind",))
    K049 = filled(
        pct,
        count(
            forms.get("F10"),
            None,
            lambda r: all_of(
                one_of(r.get("status"), {"1", "2", "4"}),
                less(
                    {"国家": 0, "省": -1, "市": -2, "一般": -3}.get("市"),
                    {"国家": 0, "省": -1, "市": -2, "一般": -3}.get(r.get("level")),
                    strict=False,
                ),
                True,
            ),
            ("level", "status"),
        ),
        K005,
    )
    K050 = (
        None
        if all(
            part is None
            for part in (
                count(
                    forms.get("F10"),
                    None,
                    lambda r: all_of(one_of(r.get("status"), {"1", "2", "4"}), nz(r.get("has_std"), False), True),
                    ("has_std", "status"),
                ),
                K005,
            )
        )
        else filled(
            pct,
            count(
                forms.get("F10"),
                None,
                lambda r: all_of(one_of(r.get("status"), {"1", "2", "4"}), nz(r.get("has_std"), False), True),
                ("has_std", "status"),
            ),
            K005,
        )
    )
    K051 = F11.get("proj_done")
    K052 = filled(pct, F11.get("proj_done"), F11.get("proj_plan"))
    K053 = F11.get("course_std")
    K054 = filled(pct, F11.get("course_std"), F11.get("courses"))
    K055 = F11.get("co_courses")
    K056 = F11.get("co_books")
    K057 = count(forms.get("F20"), None, lambda r: equal(r.get("kind"), "02"), ("kind",))
    K058 = filled(pct, F11.get("books_planned"), F11.get("books_used"))
    K059 = F11.get("books_school")
    K060 = div(
        add(
            total(forms.get("F02"), lambda r: r.get("listen_n"), None, ("listen_n",)),
            total(forms.get("F02"), lambda r: r.get("shuoke_n"), None, ("shuoke_n",)),
        ),
        count(forms.get("F02"), None, None, ()),
    )
    K061 = div(total(forms.get("F02"), lambda r: r.get("practice_n"), None, ("practice_n",)), count(forms.get("F02"), None, None, ()))
    K062 = filled(pct, F12.get("ev_peer"), F12.get("ev_t"))
    K063 = filled(pct, F12.get("ev_stu"), F12.get("ev_t"))
    K064 = filled(pct, F12.get("ev_soc"), F12.get("ev_t"))
    K065 = filled(pct, F12.get("prac_open"), F12.get("prac_due"))
    K066 = F12.get("issue_ok")
    K067 = filled(pct, F12.get("issue_ok"), F12.get("issue_n"))
    K068 = F12.get("accidents")
    K069 = F12.get("acc_major")
    K070 = div(div(mul(Decimal("100"), F12.get("late")), F13.get("enrolled")), F12.get("weeks"))
    K071 = div(div(mul(Decimal("100"), F12.get("absent")), F13.get("enrolled")), F12.get("weeks"))
    K072 = F08.get("ft")
    K073 = div(F13.get("enrolled"), F08.get("ft"))
    K074 = filled(pct, F08.get("ft_major"), F08.get("ft"))
    K075 = filled(pct, F08.get("e_post"), F08.get("ft"))
    K076 = filled(pct, add(F08.get("e_post"), F08.get("e_bach")), F08.get("ft"))
    K077 = filled(pct, F08.get("t_high"), F08.get("ft"))
    K078 = filled(pct, F08.get("a35"), F08.get("ft"))
    K079 = F08.get("leaders")
    K080 = F08.get("backbone")
    K081 = F08.get("tr_nat")
    K082 = F08.get("tr_prov")
    K083 = F08.get("tr_city")
    K084 = (
        None
        if all(
            part is None
            for part in (
                F08.get("tr_nat"),
                F08.get("tr_prov"),
                F08.get("tr_city"),
                F08.get("tr_sch"),
                F08.get("ft"),
            )
        )
        else div(
            add(add(add(nz(F08.get("tr_nat"), D0), nz(F08.get("tr_prov"), D0)), nz(F08.get("tr_city"), D0)), nz(F08.get("tr_sch"), D0)), F08.get("ft")
        )
    )
    K085 = div(total(forms.get("F10"), lambda r: r.get("ft_n"), lambda r: one_of(r.get("status"), {"1", "2", "4"}), ("ft_n", "status")), K005)
    K086 = count(
        forms.get("F10"),
        None,
        lambda r: all_of(one_of(r.get("status"), {"1", "4"}), less(r.get("mid_n"), Decimal("2"), strict=True), True),
        ("mid_n", "status"),
    )
    K087 = (
        None
        if all(
            part is None
            for part in (
                F08.get("res_proj"),
                F08.get("papers"),
                F08.get("books"),
                F08.get("patents"),
            )
        )
        else add(add(add(nz(F08.get("res_proj"), D0), nz(F08.get("papers"), D0)), nz(F08.get("books"), D0)), nz(F08.get("patents"), D0))
    )
    K088 = F08.get("tech_proj")
    K089 = F08.get("foreign")
    K090 = filled(pct, F08.get("prac_n"), F08.get("ft"))
    K091 = div(F08.get("prac_days"), F08.get("ft"))
    K092 = filled(pct, F08.get("dual"), F08.get("ft_major"))
    K093 = F08.get("ft_guide")
    K094 = F09.get("pt")
    K095 = filled(pct, F09.get("pt"), F08.get("ft"))
    K096 = filled(pct, F09.get("pt_ent"), F09.get("pt"))
    K097 = filled(pct, F09.get("p_high"), F09.get("pt"))
    K098 = F09.get("p_leaders")
    K099 = div(F09.get("p_train"), F09.get("pt"))
    K100 = filled(pct, F09.get("p_majors"), K005)
    K101 = F09.get("p_prac_hours")
    K102 = filled(pct, F09.get("p_prac_hours"), F12.get("h_prac"))
    K103 = (
        None
        if all(
            part is None
            for part in (
                F03.get("land_area"),
                F03.get("land_excl"),
            )
        )
        else differ(F03.get("land_area"), nz(F03.get("land_excl"), D0))
    )
    K104 = div(K103, F13.get("enrolled"))
    K105 = (
        None
        if all(
            part is None
            for part in (
                F03.get("bld_own"),
                F03.get("bld_indep"),
                F03.get("bld_excl"),
            )
        )
        else differ(add(F03.get("bld_own"), nz(F03.get("bld_indep"), D0)), nz(F03.get("bld_excl"), D0))
    )
    K106 = div(K105, F13.get("enrolled"))
    K107 = count(forms.get("F05"), None, None, ())
    K108 = total(forms.get("F05"), lambda r: r.get("floor_area"), None, ("floor_area",))
    K109 = div(mul(Decimal("10000"), F03.get("equip_total")), F13.get("enrolled"))
    K110 = div(mul(Decimal("10000"), total(forms.get("F05"), lambda r: r.get("equip_value"), None, ("equip_value",))), F13.get("enrolled"))
    K111 = div(total(forms.get("F05"), lambda r: r.get("stations"), None, ("stations",)), F13.get("enrolled"))
    K112 = (
        None
        if all(part is None for part in (count(forms.get("F06"), None, lambda r: nz(r.get("is_base"), False), ("is_base",)),))
        else count(forms.get("F06"), None, lambda r: nz(r.get("is_base"), False), ("is_base",))
    )
    K113 = filled(pct, F07.get("exp_teach"), F07.get("exp_total"))
    K114 = div(mul(Decimal("10000"), F07.get("exp_teach")), F13.get("enrolled"))
    K115 = filled(pct, F07.get("res_exp"), F07.get("res_budget"))
    K116 = filled(pct, F07.get("ref_exp"), F07.get("ref_budget"))
    K117 = (
        None
        if all(
            part is None
            for part in (
                F03.get("equip_new"),
                F03.get("equip_total"),
                F03.get("equip_new"),
            )
        )
        else filled(pct, nz(F03.get("equip_new"), D0), differ(F03.get("equip_total"), nz(F03.get("equip_new"), D0)))
    )
    K118 = F04.get("books_paper")
    K119 = div(F04.get("books_paper"), F13.get("enrolled"))
    K120 = F04.get("books_new")
    K121 = F04.get("ebooks")
    K122 = (
        None
        if all(
            part is None
            for part in (
                F04.get("lib_nat"),
                F04.get("lib_prov"),
                F04.get("lib_city"),
                F04.get("lib_school"),
            )
        )
        else add(add(add(nz(F04.get("lib_nat"), D0), nz(F04.get("lib_prov"), D0)), nz(F04.get("lib_city"), D0)), nz(F04.get("lib_school"), D0))
    )
    K123 = div(mul(Decimal("100"), F04.get("computers")), F13.get("enrolled"))
    K124 = filled(pct, F04.get("mm_rooms"), F04.get("classrooms"))
    K125 = filled(pct, F04.get("data_auto"), F04.get("data_items"))
    K126 = filled(pct, F16.get("coop_majors"), K005)
    K127 = distinct(forms.get("F06"), lambda r: r.get("uscc"), None, ("uscc",))
    K128 = (
        None
        if all(
            part is None
            for part in (
                total(forms.get("F06"), lambda r: nz(r.get("interns"), D0), None, ("interns",)),
                F16.get("in_n"),
            )
        )
        else filled(pct, total(forms.get("F06"), lambda r: nz(r.get("interns"), D0), None, ("interns",)), F16.get("in_n"))
    )
    K129 = filled(pct, F16.get("in_match"), F16.get("in_n"))
    K130 = filled(pct, F16.get("in_ins"), F16.get("in_n"))
    K131 = (
        None
        if all(
            part is None
            for part in (
                total(forms.get("F06"), lambda r: nz(r.get("interns_hired"), D0), None, ("interns_hired",)),
                F15.get("grad"),
            )
        )
        else filled(pct, total(forms.get("F06"), lambda r: nz(r.get("interns_hired"), D0), None, ("interns_hired",)), F15.get("grad"))
    )
    K132 = (
        None
        if all(part is None for part in (total(forms.get("F06"), lambda r: nz(r.get("donate"), D0), None, ("donate",)),))
        else total(forms.get("F06"), lambda r: nz(r.get("donate"), D0), None, ("donate",))
    )
    K133 = (
        None
        if all(part is None for part in (total(forms.get("F06"), lambda r: nz(r.get("pt_sent"), D0), None, ("pt_sent",)),))
        else total(forms.get("F06"), lambda r: nz(r.get("pt_sent"), D0), None, ("pt_sent",))
    )
    K134 = (
        None
        if all(part is None for part in (total(forms.get("F06"), lambda r: nz(r.get("tprac_days"), D0), None, ("tprac_days",)),))
        else total(forms.get("F06"), lambda r: nz(r.get("tprac_days"), D0), None, ("tprac_days",))
    )
    K135 = (
        None
        if all(part is None for part in (total(forms.get("F06"), lambda r: nz(r.get("rd_n"), D0), None, ("rd_n",)),))
        else total(forms.get("F06"), lambda r: nz(r.get("rd_n"), D0), None, ("rd_n",))
    )
    K136 = F01.get("charter_on") is not None
    K137 = F18.get("rules")
    K138 = filled(pct, F18.get("rules_new"), F18.get("rules"))
    K139 = filled(pct, F18.get("chk_ok"), F18.get("chk_n"))
    K140 = F18.get("safe_acc")
    K141 = F18.get("illegal")
    K142 = (
        None
        if all(
            part is None
            for part in (
                F18.get("tm"),
                F18.get("sm"),
            )
        )
        else add(nz(F18.get("tm"), D0), nz(F18.get("sm"), D0))
    )
    K143 = (
        None
        if all(
            part is None
            for part in (
                F18.get("mg_bach"),
                F18.get("tm"),
                F18.get("sm"),
            )
        )
        else filled(pct, F18.get("mg_bach"), add(nz(F18.get("tm"), D0), nz(F18.get("sm"), D0)))
    )
    K144 = F12.get("qa_docs")
    K145 = less(system.get("selfdiag_on"), system.get("due_selfdiag"), strict=False)
    K146 = less(F12.get("qreport_on"), system.get("due_qreport"), strict=False)
    K147 = (
        None
        if all(
            part is None
            for part in (
                F12.get("sup_ft"),
                F12.get("sup_pt"),
            )
        )
        else add(nz(F12.get("sup_ft"), D0), nz(F12.get("sup_pt"), D0))
    )
    K148 = days(system.get("due_upload"), system.get("uploaded_on"))
    K149 = filled(pct, system.get("rules_passed_first"), system.get("rules_total"))
    K150 = filled(pct, add(add(F12.get("ev_peer"), F12.get("ev_stu")), F12.get("ev_soc")), mul(Decimal("3"), F12.get("ev_t")))
    K151 = filled(pct, F19.get("st_sat"), F19.get("st_ok"))
    K152 = filled(pct, F19.get("st_ok"), F13.get("enrolled"))
    K153 = filled(pct, F19.get("gr_ok"), F19.get("gr_n"))
    K154 = filled(pct, F15.get("p_match"), F15.get("p_emp"))
    K155 = filled(pct, F15.get("p_trans"), F15.get("p_emp"))
    K156 = filled(pct, F15.get("p_promo"), F15.get("p_emp"))
    K157 = (
        None
        if all(
            part is None
            for part in (
                F13.get("r_brand"),
                F13.get("r_major"),
                F13.get("r_job"),
                F13.get("r_skill"),
                F13.get("r_loc"),
                F13.get("r_rec"),
                F13.get("r_other"),
                F13.get("r_brand"),
                F13.get("r_major"),
                F13.get("r_job"),
                F13.get("r_skill"),
                F13.get("r_loc"),
                F13.get("r_rec"),
                F13.get("r_other"),
            )
        )
        else filled(
            pct,
            most_of(
                nz(F13.get("r_brand"), D0),
                nz(F13.get("r_major"), D0),
                nz(F13.get("r_job"), D0),
                nz(F13.get("r_skill"), D0),
                nz(F13.get("r_loc"), D0),
                nz(F13.get("r_rec"), D0),
                nz(F13.get("r_other"), D0),
            ),
            add(
                add(
                    add(
                        add(add(add(nz(F13.get("r_brand"), D0), nz(F13.get("r_major"), D0)), nz(F13.get("r_job"), D0)), nz(F13.get("r_skill"), D0)),
                        nz(F13.get("r_loc"), D0),
                    ),
                    nz(F13.get("r_rec"), D0),
                ),
                nz(F13.get("r_other"), D0),
            ),
        )
    )
    K158 = filled(pct, F19.get("em_sat"), F19.get("em_ok"))
    K159 = count(
        forms.get("F20"),
        None,
        lambda r: all_of(
            one_of(r.get("kind"), {"06", "08", "09"}),
            less(
                {"国际": 0, "国家": -1, "省": -2, "市": -3, "县": -4, "校": -5}.get("市"),
                {"国际": 0, "国家": -1, "省": -2, "市": -3, "县": -4, "校": -5}.get(r.get("level")),
                strict=False,
            ),
            True,
        ),
        ("kind", "level"),
    )
    K160 = filled(pct, F17.get("sk_pass"), F17.get("sk_stu"))
    K161 = count(
        forms.get("F20"),
        None,
        lambda r: all_of(
            equal(r.get("kind"), "08"),
            less(
                {"国际": 0, "国家": -1, "省": -2, "市": -3, "县": -4, "校": -5}.get("市"),
                {"国际": 0, "国家": -1, "省": -2, "市": -3, "县": -4, "校": -5}.get(r.get("level")),
                strict=False,
            ),
            True,
        ),
        ("kind", "level"),
    )
    K162 = total(
        forms.get("F20"),
        lambda r: r.get("persons"),
        lambda r: all_of(
            equal(r.get("kind"), "04"),
            less(
                {"国际": 0, "国家": -1, "省": -2, "市": -3, "县": -4, "校": -5}.get("市"),
                {"国际": 0, "国家": -1, "省": -2, "市": -3, "县": -4, "校": -5}.get(r.get("level")),
                strict=False,
            ),
            True,
        ),
        ("kind", "level", "persons"),
    )
    K163 = total(
        forms.get("F20"),
        lambda r: r.get("persons"),
        lambda r: all_of(
            equal(r.get("kind"), "05"),
            less(
                {"国际": 0, "国家": -1, "省": -2, "市": -3, "县": -4, "校": -5}.get("市"),
                {"国际": 0, "国家": -1, "省": -2, "市": -3, "县": -4, "校": -5}.get(r.get("level")),
                strict=False,
            ),
            True,
        ),
        ("kind", "level", "persons"),
    )
    K164 = count(
        forms.get("F20"),
        None,
        lambda r: all_of(
            equal(r.get("kind"), "07"),
            less(
                {"国际": 0, "国家": -1, "省": -2, "市": -3, "县": -4, "校": -5}.get("市"),
                {"国际": 0, "国家": -1, "省": -2, "市": -3, "县": -4, "校": -5}.get(r.get("level")),
                strict=False,
            ),
            True,
        ),
        ("kind", "level"),
    )
    return {
        "K001": (K001, None, None, None) if K001 is not None else (None, None, None, None),
        "K002": (K002, mul(Decimal("100"), F15.get("upgrade")), F15.get("grad"), None) if K002 is not None else (None, None, None, None),
        "K003": (K003, mul(Decimal("100"), F15.get("emp_direct")), F15.get("grad"), None) if K003 is not None else (None, None, None, None),
        "K004": (K004, None, None, None) if K004 is not None else (None, None, None, None),
        "K005": (K005, None, None, None) if K005 is not None else (None, None, None, None),
        "K006": (K006, None, None, None) if K006 is not None else (None, None, None, None),
        "K007": (
            K007,
            mul(
                Decimal("100"),
                count(
                    forms.get("F10"),
                    None,
                    lambda r: all_of(one_of(r.get("status"), {"1", "2", "4"}), equal(r.get("industry"), "1"), True),
                    ("industry", "status"),
                ),
            ),
            K005,
            None,
        )
        if K007 is not None
        else (None, None, None, None),
        "K008": (
            K008,
            mul(
                Decimal("100"),
                count(
                    forms.get("F10"),
                    None,
                    lambda r: all_of(one_of(r.get("status"), {"1", "2", "4"}), equal(r.get("industry"), "2"), True),
                    ("industry", "status"),
                ),
            ),
            K005,
            None,
        )
        if K008 is not None
        else (None, None, None, None),
        "K009": (
            K009,
            mul(
                Decimal("100"),
                count(
                    forms.get("F10"),
                    None,
                    lambda r: all_of(one_of(r.get("status"), {"1", "2", "4"}), equal(r.get("industry"), "3"), True),
                    ("industry", "status"),
                ),
            ),
            K005,
            None,
        )
        if K009 is not None
        else (None, None, None, None),
        "K010": (
            K010,
            total(forms.get("F10"), lambda r: r.get("stu"), lambda r: one_of(r.get("status"), {"1", "2", "4"}), ("status", "stu")),
            K005,
            None,
        )
        if K010 is not None
        else (None, None, None, None),
        "K011": (K011, None, None, total(forms.get("F10"), lambda r: nz(r.get("stu"), D0), None, ("stu",)))
        if K011 is not None
        else (None, None, None, None),
        "K012": (K012, None, None, None) if K012 is not None else (None, None, None, None),
        "K013": (K013, mul(Decimal("100"), F15.get("d_city")), F15.get("emp_direct"), None) if K013 is not None else (None, None, None, None),
        "K014": (K014, mul(Decimal("100"), add(F15.get("d_city"), F15.get("d_prov"))), F15.get("emp_direct"), None)
        if K014 is not None
        else (None, None, None, None),
        "K015": (K015, None, None, None) if K015 is not None else (None, None, None, None),
        "K016": (K016, F17.get("tr_n"), F13.get("enrolled"), None) if K016 is not None else (None, None, None, None),
        "K017": (K017, None, None, None) if K017 is not None else (None, None, None, None),
        "K018": (K018, None, None, None) if K018 is not None else (None, None, None, None),
        "K019": (K019, mul(Decimal("100"), F13.get("dropout")), F13.get("begin_n"), None) if K019 is not None else (None, None, None, None),
        "K020": (K020, mul(Decimal("100"), differ(F13.get("begin_n"), F13.get("dropout"))), F13.get("begin_n"), None)
        if K020 is not None
        else (None, None, None, None),
        "K021": (K021, mul(Decimal("100"), F15.get("diploma")), F15.get("due"), None) if K021 is not None else (None, None, None, None),
        "K022": (K022, mul(Decimal("100"), F15.get("dual_cert")), F15.get("grad"), None) if K022 is not None else (None, None, None, None),
        "K023": (K023, mul(Decimal("100"), F15.get("emp")), F15.get("grad"), None) if K023 is not None else (None, None, None, None),
        "K024": (K024, mul(Decimal("100"), F15.get("match")), F15.get("emp_direct"), None) if K024 is not None else (None, None, None, None),
        "K025": (K025, None, None, F15.get("emp_direct")) if K025 is not None else (None, None, None, None),
        "K026": (K026, mul(Decimal("100"), F19.get("gr_sat")), F19.get("gr_ok"), None) if K026 is not None else (None, None, None, None),
        "K027": (K027, mul(Decimal("1000"), F14.get("m_staff")), F13.get("enrolled"), None) if K027 is not None else (None, None, None, None),
        "K028": (K028, mul(Decimal("100"), F14.get("ct")), F14.get("classes"), None) if K028 is not None else (None, None, None, None),
        "K029": (K029, None, None, None) if K029 is not None else (None, None, None, None),
        "K030": (K030, None, None, None) if K030 is not None else (None, None, None, None),
        "K031": (K031, mul(Decimal("100"), F14.get("m_match")), F14.get("m_teachers"), None) if K031 is not None else (None, None, None, None),
        "K032": (K032, F14.get("ct_train"), F14.get("ct"), None) if K032 is not None else (None, None, None, None),
        "K033": (K033, mul(Decimal("100"), F14.get("gfit_ok")), F14.get("gfit_t"), None) if K033 is not None else (None, None, None, None),
        "K034": (K034, mul(Decimal("100"), F14.get("fit_ok")), F14.get("fit_t"), None) if K034 is not None else (None, None, None, None),
        "K035": (K035, mul(Decimal("100"), F14.get("disc")), F13.get("enrolled"), None) if K035 is not None else (None, None, None, None),
        "K036": (K036, None, None, None) if K036 is not None else (None, None, None, None),
        "K037": (K037, None, None, None) if K037 is not None else (None, None, None, None),
        "K038": (K038, None, None, None) if K038 is not None else (None, None, None, None),
        "K039": (K039, F14.get("sp_join"), F13.get("enrolled"), None) if K039 is not None else (None, None, None, None),
        "K040": (K040, None, None, None) if K040 is not None else (None, None, None, None),
        "K041": (K041, mul(Decimal("100"), F14.get("club_mem")), F13.get("enrolled"), None) if K041 is not None else (None, None, None, None),
        "K042": (K042, None, None, None) if K042 is not None else (None, None, None, None),
        "K043": (K043, None, None, None) if K043 is not None else (None, None, None, None),
        "K044": (K044, None, None, None) if K044 is not None else (None, None, None, None),
        "K045": (
            K045,
            mul(Decimal("100"), total(forms.get("F10"), lambda r: nz(r.get("reg_n"), D0), None, ("reg_n",))),
            total(forms.get("F10"), lambda r: nz(r.get("plan_n"), D0), None, ("plan_n",)),
            None,
        )
        if K045 is not None
        else (None, None, None, None),
        "K046": (
            K046,
            mul(Decimal("100"), total(forms.get("F10"), lambda r: nz(r.get("reg_n"), D0), None, ("reg_n",))),
            total(forms.get("F10"), lambda r: nz(r.get("admit_n"), D0), None, ("admit_n",)),
            None,
        )
        if K046 is not None
        else (None, None, None, None),
        "K047": (
            K047,
            mul(
                Decimal("100"),
                count(
                    forms.get("F10"),
                    None,
                    lambda r: all_of(
                        less(Decimal("0"), nz(r.get("grad"), D0), strict=True),
                        less(
                            div(mul(Decimal("100"), r.get("emp")), r.get("grad")),
                            province.get(("F10.emp", "F10.grad", "major_code"), {}).get(r.get("major_code")),
                            strict=True,
                        ),
                        True,
                    ),
                    ("emp", "grad", "major_code"),
                ),
            ),
            count(forms.get("F10"), None, lambda r: less(Decimal("0"), nz(r.get("grad"), D0), strict=True), ("grad",)),
            None,
        )
        if K047 is not None
        else (None, None, None, None),
        "K048": (K048, None, None, None) if K048 is not None else (None, None, None, None),
        "K049": (
            K049,
            mul(
                Decimal("100"),
                count(
                    forms.get("F10"),
                    None,
                    lambda r: all_of(
                        one_of(r.get("status"), {"1", "2", "4"}),
                        less(
                            {"国家": 0, "省": -1, "市": -2, "一般": -3}.get("市"),
                            {"国家": 0, "省": -1, "市": -2, "一般": -3}.get(r.get("level")),
                            strict=False,
                        ),
                        True,
                    ),
                    ("level", "status"),
                ),
            ),
            K005,
            None,
        )
        if K049 is not None
        else (None, None, None, None),
        "K050": (
            K050,
            mul(
                Decimal("100"),
                count(
                    forms.get("F10"),
                    None,
                    lambda r: all_of(one_of(r.get("status"), {"1", "2", "4"}), nz(r.get("has_std"), False), True),
                    ("has_std", "status"),
                ),
            ),
            K005,
            None,
        )
        if K050 is not None
        else (None, None, None, None),
        "K051": (K051, None, None, None) if K051 is not None else (None, None, None, None),
        "K052": (K052, mul(Decimal("100"), F11.get("proj_done")), F11.get("proj_plan"), None) if K052 is not None else (None, None, None, None),
        "K053": (K053, None, None, None) if K053 is not None else (None, None, None, None),
        "K054": (K054, mul(Decimal("100"), F11.get("course_std")), F11.get("courses"), None) if K054 is not None else (None, None, None, None),
        "K055": (K055, None, None, None) if K055 is not None else (None, None, None, None),
        "K056": (K056, None, None, None) if K056 is not None else (None, None, None, None),
        "K057": (K057, None, None, None) if K057 is not None else (None, None, None, None),
        "K058": (K058, mul(Decimal("100"), F11.get("books_planned")), F11.get("books_used"), None) if K058 is not None else (None, None, None, None),
        "K059": (K059, None, None, None) if K059 is not None else (None, None, None, None),
        "K060": (
            K060,
            add(
                total(forms.get("F02"), lambda r: r.get("listen_n"), None, ("listen_n",)),
                total(forms.get("F02"), lambda r: r.get("shuoke_n"), None, ("shuoke_n",)),
            ),
            count(forms.get("F02"), None, None, ()),
            None,
        )
        if K060 is not None
        else (None, None, None, None),
        "K061": (K061, total(forms.get("F02"), lambda r: r.get("practice_n"), None, ("practice_n",)), count(forms.get("F02"), None, None, ()), None)
        if K061 is not None
        else (None, None, None, None),
        "K062": (K062, mul(Decimal("100"), F12.get("ev_peer")), F12.get("ev_t"), None) if K062 is not None else (None, None, None, None),
        "K063": (K063, mul(Decimal("100"), F12.get("ev_stu")), F12.get("ev_t"), None) if K063 is not None else (None, None, None, None),
        "K064": (K064, mul(Decimal("100"), F12.get("ev_soc")), F12.get("ev_t"), None) if K064 is not None else (None, None, None, None),
        "K065": (K065, mul(Decimal("100"), F12.get("prac_open")), F12.get("prac_due"), None) if K065 is not None else (None, None, None, None),
        "K066": (K066, None, None, None) if K066 is not None else (None, None, None, None),
        "K067": (K067, mul(Decimal("100"), F12.get("issue_ok")), F12.get("issue_n"), None) if K067 is not None else (None, None, None, None),
        "K068": (K068, None, None, None) if K068 is not None else (None, None, None, None),
        "K069": (K069, None, None, None) if K069 is not None else (None, None, None, None),
        "K070": (K070, mul(Decimal("100"), F12.get("late")), mul(F13.get("enrolled"), F12.get("weeks")), None)
        if K070 is not None
        else (None, None, None, None),
        "K071": (K071, mul(Decimal("100"), F12.get("absent")), mul(F13.get("enrolled"), F12.get("weeks")), None)
        if K071 is not None
        else (None, None, None, None),
        "K072": (K072, None, None, None) if K072 is not None else (None, None, None, None),
        "K073": (K073, F13.get("enrolled"), F08.get("ft"), None) if K073 is not None else (None, None, None, None),
        "K074": (K074, mul(Decimal("100"), F08.get("ft_major")), F08.get("ft"), None) if K074 is not None else (None, None, None, None),
        "K075": (K075, mul(Decimal("100"), F08.get("e_post")), F08.get("ft"), None) if K075 is not None else (None, None, None, None),
        "K076": (K076, mul(Decimal("100"), add(F08.get("e_post"), F08.get("e_bach"))), F08.get("ft"), None)
        if K076 is not None
        else (None, None, None, None),
        "K077": (K077, mul(Decimal("100"), F08.get("t_high")), F08.get("ft"), None) if K077 is not None else (None, None, None, None),
        "K078": (K078, mul(Decimal("100"), F08.get("a35")), F08.get("ft"), None) if K078 is not None else (None, None, None, None),
        "K079": (K079, None, None, None) if K079 is not None else (None, None, None, None),
        "K080": (K080, None, None, None) if K080 is not None else (None, None, None, None),
        "K081": (K081, None, None, None) if K081 is not None else (None, None, None, None),
        "K082": (K082, None, None, None) if K082 is not None else (None, None, None, None),
        "K083": (K083, None, None, None) if K083 is not None else (None, None, None, None),
        "K084": (
            K084,
            add(add(add(nz(F08.get("tr_nat"), D0), nz(F08.get("tr_prov"), D0)), nz(F08.get("tr_city"), D0)), nz(F08.get("tr_sch"), D0)),
            F08.get("ft"),
            None,
        )
        if K084 is not None
        else (None, None, None, None),
        "K085": (
            K085,
            total(forms.get("F10"), lambda r: r.get("ft_n"), lambda r: one_of(r.get("status"), {"1", "2", "4"}), ("ft_n", "status")),
            K005,
            None,
        )
        if K085 is not None
        else (None, None, None, None),
        "K086": (K086, None, None, None) if K086 is not None else (None, None, None, None),
        "K087": (K087, None, None, None) if K087 is not None else (None, None, None, None),
        "K088": (K088, None, None, None) if K088 is not None else (None, None, None, None),
        "K089": (K089, None, None, None) if K089 is not None else (None, None, None, None),
        "K090": (K090, mul(Decimal("100"), F08.get("prac_n")), F08.get("ft"), None) if K090 is not None else (None, None, None, None),
        "K091": (K091, F08.get("prac_days"), F08.get("ft"), None) if K091 is not None else (None, None, None, None),
        "K092": (K092, mul(Decimal("100"), F08.get("dual")), F08.get("ft_major"), None) if K092 is not None else (None, None, None, None),
        "K093": (K093, None, None, None) if K093 is not None else (None, None, None, None),
        "K094": (K094, None, None, None) if K094 is not None else (None, None, None, None),
        "K095": (K095, mul(Decimal("100"), F09.get("pt")), F08.get("ft"), None) if K095 is not None else (None, None, None, None),
        "K096": (K096, mul(Decimal("100"), F09.get("pt_ent")), F09.get("pt"), None) if K096 is not None else (None, None, None, None),
        "K097": (K097, mul(Decimal("100"), F09.get("p_high")), F09.get("pt"), None) if K097 is not None else (None, None, None, None),
        "K098": (K098, None, None, None) if K098 is not None else (None, None, None, None),
        "K099": (K099, F09.get("p_train"), F09.get("pt"), None) if K099 is not None else (None, None, None, None),
        "K100": (K100, mul(Decimal("100"), F09.get("p_majors")), K005, None) if K100 is not None else (None, None, None, None),
        "K101": (K101, None, None, None) if K101 is not None else (None, None, None, None),
        "K102": (K102, mul(Decimal("100"), F09.get("p_prac_hours")), F12.get("h_prac"), None) if K102 is not None else (None, None, None, None),
        "K103": (K103, None, None, None) if K103 is not None else (None, None, None, None),
        "K104": (K104, K103, F13.get("enrolled"), None) if K104 is not None else (None, None, None, None),
        "K105": (K105, None, None, None) if K105 is not None else (None, None, None, None),
        "K106": (K106, K105, F13.get("enrolled"), None) if K106 is not None else (None, None, None, None),
        "K107": (K107, None, None, None) if K107 is not None else (None, None, None, None),
        "K108": (K108, None, None, None) if K108 is not None else (None, None, None, None),
        "K109": (K109, mul(Decimal("10000"), F03.get("equip_total")), F13.get("enrolled"), None) if K109 is not None else (None, None, None, None),
        "K110": (
            K110,
            mul(Decimal("10000"), total(forms.get("F05"), lambda r: r.get("equip_value"), None, ("equip_value",))),
            F13.get("enrolled"),
            None,
        )
        if K110 is not None
        else (None, None, None, None),
        "K111": (K111, total(forms.get("F05"), lambda r: r.get("stations"), None, ("stations",)), F13.get("enrolled"), None)
        if K111 is not None
        else (None, None, None, None),
        "K112": (K112, None, None, None) if K112 is not None else (None, None, None, None),
        "K113": (K113, mul(Decimal("100"), F07.get("exp_teach")), F07.get("exp_total"), None) if K113 is not None else (None, None, None, None),
        "K114": (K114, mul(Decimal("10000"), F07.get("exp_teach")), F13.get("enrolled"), None) if K114 is not None else (None, None, None, None),
        "K115": (K115, mul(Decimal("100"), F07.get("res_exp")), F07.get("res_budget"), None) if K115 is not None else (None, None, None, None),
        "K116": (K116, mul(Decimal("100"), F07.get("ref_exp")), F07.get("ref_budget"), None) if K116 is not None else (None, None, None, None),
        "K117": (K117, mul(Decimal("100"), nz(F03.get("equip_new"), D0)), differ(F03.get("equip_total"), nz(F03.get("equip_new"), D0)), None)
        if K117 is not None
        else (None, None, None, None),
        "K118": (K118, None, None, None) if K118 is not None else (None, None, None, None),
        "K119": (K119, F04.get("books_paper"), F13.get("enrolled"), None) if K119 is not None else (None, None, None, None),
        "K120": (K120, None, None, None) if K120 is not None else (None, None, None, None),
        "K121": (K121, None, None, None) if K121 is not None else (None, None, None, None),
        "K122": (K122, None, None, None) if K122 is not None else (None, None, None, None),
        "K123": (K123, mul(Decimal("100"), F04.get("computers")), F13.get("enrolled"), None) if K123 is not None else (None, None, None, None),
        "K124": (K124, mul(Decimal("100"), F04.get("mm_rooms")), F04.get("classrooms"), None) if K124 is not None else (None, None, None, None),
        "K125": (K125, mul(Decimal("100"), F04.get("data_auto")), F04.get("data_items"), None) if K125 is not None else (None, None, None, None),
        "K126": (K126, mul(Decimal("100"), F16.get("coop_majors")), K005, None) if K126 is not None else (None, None, None, None),
        "K127": (K127, None, None, None) if K127 is not None else (None, None, None, None),
        "K128": (K128, mul(Decimal("100"), total(forms.get("F06"), lambda r: nz(r.get("interns"), D0), None, ("interns",))), F16.get("in_n"), None)
        if K128 is not None
        else (None, None, None, None),
        "K129": (K129, mul(Decimal("100"), F16.get("in_match")), F16.get("in_n"), None) if K129 is not None else (None, None, None, None),
        "K130": (K130, mul(Decimal("100"), F16.get("in_ins")), F16.get("in_n"), None) if K130 is not None else (None, None, None, None),
        "K131": (
            K131,
            mul(Decimal("100"), total(forms.get("F06"), lambda r: nz(r.get("interns_hired"), D0), None, ("interns_hired",))),
            F15.get("grad"),
            None,
        )
        if K131 is not None
        else (None, None, None, None),
        "K132": (K132, None, None, None) if K132 is not None else (None, None, None, None),
        "K133": (K133, None, None, None) if K133 is not None else (None, None, None, None),
        "K134": (K134, None, None, None) if K134 is not None else (None, None, None, None),
        "K135": (K135, None, None, None) if K135 is not None else (None, None, None, None),
        "K136": (K136, None, None, None) if K136 is not None else (None, None, None, None),
        "K137": (K137, None, None, None) if K137 is not None else (None, None, None, None),
        "K138": (K138, mul(Decimal("100"), F18.get("rules_new")), F18.get("rules"), None) if K138 is not None else (None, None, None, None),
        "K139": (K139, mul(Decimal("100"), F18.get("chk_ok")), F18.get("chk_n"), None) if K139 is not None else (None, None, None, None),
        "K140": (K140, None, None, None) if K140 is not None else (None, None, None, None),
        "K141": (K141, None, None, None) if K141 is not None else (None, None, None, None),
        "K142": (K142, None, None, None) if K142 is not None else (None, None, None, None),
        "K143": (K143, mul(Decimal("100"), F18.get("mg_bach")), add(nz(F18.get("tm"), D0), nz(F18.get("sm"), D0)), None)
        if K143 is not None
        else (None, None, None, None),
        "K144": (K144, None, None, None) if K144 is not None else (None, None, None, None),
        "K145": (K145, None, None, None) if K145 is not None else (None, None, None, None),
        "K146": (K146, None, None, None) if K146 is not None else (None, None, None, None),
        "K147": (K147, None, None, None) if K147 is not None else (None, None, None, None),
        "K148": (K148, None, None, Decimal("1")) if K148 is not None else (None, None, None, None),
        "K149": (K149, mul(Decimal("100"), system.get("rules_passed_first")), system.get("rules_total"), None)
        if K149 is not None
        else (None, None, None, None),
        "K150": (
            K150,
            mul(Decimal("100"), add(add(F12.get("ev_peer"), F12.get("ev_stu")), F12.get("ev_soc"))),
            mul(Decimal("3"), F12.get("ev_t")),
            None,
        )
        if K150 is not None
        else (None, None, None, None),
        "K151": (K151, mul(Decimal("100"), F19.get("st_sat")), F19.get("st_ok"), None) if K151 is not None else (None, None, None, None),
        "K152": (K152, mul(Decimal("100"), F19.get("st_ok")), F13.get("enrolled"), None) if K152 is not None else (None, None, None, None),
        "K153": (K153, mul(Decimal("100"), F19.get("gr_ok")), F19.get("gr_n"), None) if K153 is not None else (None, None, None, None),
        "K154": (K154, mul(Decimal("100"), F15.get("p_match")), F15.get("p_emp"), None) if K154 is not None else (None, None, None, None),
        "K155": (K155, mul(Decimal("100"), F15.get("p_trans")), F15.get("p_emp"), None) if K155 is not None else (None, None, None, None),
        "K156": (K156, mul(Decimal("100"), F15.get("p_promo")), F15.get("p_emp"), None) if K156 is not None else (None, None, None, None),
        "K157": (
            K157,
            None,
            None,
            add(
                add(
                    add(
                        add(add(add(nz(F13.get("r_brand"), D0), nz(F13.get("r_major"), D0)), nz(F13.get("r_job"), D0)), nz(F13.get("r_skill"), D0)),
                        nz(F13.get("r_loc"), D0),
                    ),
                    nz(F13.get("r_rec"), D0),
                ),
                nz(F13.get("r_other"), D0),
            ),
        )
        if K157 is not None
        else (None, None, None, None),
        "K158": (K158, mul(Decimal("100"), F19.get("em_sat")), F19.get("em_ok"), None) if K158 is not None else (None, None, None, None),
        "K159": (K159, None, None, None) if K159 is not None else (None, None, None, None),
        "K160": (K160, mul(Decimal("100"), F17.get("sk_pass")), F17.get("sk_stu"), None) if K160 is not None else (None, None, None, None),
        "K161": (K161, None, None, None) if K161 is not None else (None, None, None, None),
        "K162": (K162, None, None, None) if K162 is not None else (None, None, None, None),
        "K163": (K163, None, None, None) if K163 is not None else (None, None, None, None),
        "K164": (K164, None, None, None) if K164 is not None else (None, None, None, None),
    }
