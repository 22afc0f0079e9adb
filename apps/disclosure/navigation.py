from apps.accounts.navigation import register

register("信息公开", group="业务", order=90, permission="disclosure.view_publication", view="disclosure:list", objects=("/publications/",))
register("结论公开", group="业务", order=91, permission="disclosure.view_announcement", view="disclosure:announcements", objects=("/announcements/",))
register("异议", group="业务", order=92, permission="disclosure.view_objection", view="disclosure:objections", objects=("/objections/",))
