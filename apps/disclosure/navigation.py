from apps.accounts.navigation import register

register("信息公开", group="报告与公开", order=90, permission="disclosure.view_publication", view="disclosure:list", objects=("/publications/",))
register(
    "结论公开", group="报告与公开", order=91, permission="disclosure.view_announcement", view="disclosure:announcements", objects=("/announcements/",)
)
register("异议", group="报告与公开", order=92, permission="disclosure.view_objection", view="disclosure:objections", objects=("/objections/",))


register(
    "未达条件名单", group="报告与公开", order=93, permission="disclosure.view_belowlist", view="disclosure:below_lists", objects=("/below-lists/",)
)


register("公众留言", group="报告与公开", order=94, permission="disclosure.view_comment", view="disclosure:comments", objects=("/comments/",))
