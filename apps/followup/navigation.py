from apps.accounts.navigation import register

register("落实改进", group="业务", order=54, permission="followup.view_summary", view="followup:summaries", objects=("/summaries/", "/improvements/"))
register("整改要求", group="业务", order=55, permission="followup.view_order", view="followup:orders", objects=("/orders/",))
register("停止招生", group="业务", order=56, permission="followup.view_stop", view="followup:stops", objects=("/stops/",))
