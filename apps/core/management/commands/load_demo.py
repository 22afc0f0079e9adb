from datetime import date

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from apps.core.management.loading import modules


class Command(BaseCommand):
    help = "载入演示数据；库中已有人员时不再载入，已有内容不变"

    def add_arguments(self, parser):
        parser.add_argument("--today", type=date.fromisoformat, default=None, help="演示的“今天”，如 2026-11-20；不写即当天")

    @transaction.atomic
    def handle(self, today, **options):
        """Calls ``load(today)`` of every app's ``demonstration`` module; a database with people in it is left as it is."""
        # Every demonstration brings people, and a system in use has them: made-up schools never come among real ones.
        if get_user_model().objects.exists():
            self.stdout.write("库中已有人员，演示数据不再载入，已有内容不变。")
            return
        for term, module in modules("demonstration"):
            self.stdout.write(f"{term}：{module.load(today or timezone.localdate())}")
