from apps.accounts.navigation import register

register("落实改进", group="复核", order=42, permission="followup.view_summary", view="followup:summaries", objects=("/summaries/", "/improvements/"))
register("整改要求", group="复核", order=43, permission="followup.view_order", view="followup:orders", objects=("/orders/",))
register("停止招生", group="复核", order=44, permission="followup.view_stop", view="followup:stops", objects=("/stops/",))
