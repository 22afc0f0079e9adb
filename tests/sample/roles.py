"""The sample's permissions join the table of roles, as those of a real app stand in it."""

from config.roles import BARRED, PERMISSIONS, SCHOOL, Role

PERMISSIONS.update({
    "sample.view_thing": SCHOOL | {Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.NATION_OFFICER},
    "sample.send_thing": {Role.PRINCIPAL},
    "sample.judge_thing": {Role.CITY_OFFICER},
    "sample.close_thing": {Role.PROVINCE_OFFICER},
})  # fmt: skip
BARRED.update({"sample.judge_thing", "sample.close_thing"})
