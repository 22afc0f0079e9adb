from apps.accounts.navigation import register

register(
    "自主诊改",
    group="诊改",
    order=30,
    permission="diagnosis.view_diagnosis",
    view="diagnosis:list",
    objects=("/diagnoses/", "/passages/", "/self-reports/"),
)
register(
    "诊改制度与规划",
    group="诊改",
    order=31,
    permission="diagnosis.view_regime",
    view="diagnosis:regimes",
    objects=("/regimes/", "/development-plans/"),
)
register("改进措施", group="诊改", order=31, permission="diagnosis.view_measure", view="diagnosis:measures", objects=("/measures/",))
register(
    "报告公开本",
    group="诊改",
    order=31,
    permission="diagnosis.view_publicreport",
    view="diagnosis:public_reports",
    objects=("/public-reports/",),
)
