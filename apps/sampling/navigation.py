from apps.accounts.navigation import register

register("实施规划", group="复核", order=30, permission="sampling.view_plan", view="sampling:plans", objects=("/plans/", "/applications/"))
register("抽样", group="复核", order=31, permission="sampling.view_draw", view="sampling:draws", objects=("/draws/",))
register("入样学校", group="复核", order=32, permission="sampling.view_selection", view="sampling:selections", objects=("/selections/",))
