from apps.accounts.navigation import register

register(
    "年度报告与通报",
    group="报告与公开",
    order=60,
    permission="annualreports.view_yearlyreport",
    view="annualreports:list",
    objects=("/yearly-reports/", "/circulars/"),
)
register(
    "质量报告专章", group="报告与公开", order=61, permission="annualreports.view_chapter", view="annualreports:chapters", objects=("/chapters/",)
)
