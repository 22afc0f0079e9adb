from apps.accounts.navigation import register

register("审议与认定", group="复核", order=40, permission="deliberation.view_case", view="deliberation:list", objects=("/cases/",))
register("审议会议", group="复核", order=41, permission="deliberation.view_sitting", view="deliberation:sittings", objects=("/sittings/",))
