from apps.accounts.navigation import register

register("审议与认定", group="业务", order=50, permission="deliberation.view_case", view="deliberation:list", objects=("/cases/",))
register("审议会议", group="业务", order=51, permission="deliberation.view_sitting", view="deliberation:sittings", objects=("/sittings/",))
