"""The sample's permissions join the table of roles, as those of a real app stand in it."""

from config.roles import BARRED, TABLE, Role

VIEW = "sample.view_thing"
MORE = {
    Role.SCHOOL_EDITOR: {VIEW},
    Role.PRINCIPAL: {VIEW, "sample.send_thing"},
    Role.CITY_OFFICER: {VIEW, "sample.judge_thing"},
    Role.PROVINCE_OFFICER: {VIEW, "sample.close_thing"},
    Role.NATION_OFFICER: {VIEW},
}

TABLE.update({role: (TABLE[role][0], TABLE[role][1] | permissions) for role, permissions in MORE.items()})
BARRED.update({"sample.judge_thing", "sample.close_thing"})
