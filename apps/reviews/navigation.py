from apps.accounts.navigation import register

register("现场复核", group="复核", order=33, permission="reviews.view_review", view="reviews:list", objects=("/reviews/",))
