from django.core.management.base import BaseCommand
from django.db import transaction

from apps.core.management.loading import modules


class Command(BaseCommand):
    help = "载入基础数据（指导方案、数据字典、行政区划、政策文件等）；可重复执行：没有变动的不写，随程序更新的（如一版数据字典）换成新的内容"

    @transaction.atomic
    def handle(self, **options):
        """Calls ``load()`` of every app's ``reference`` module, which answers with a line on what it did."""
        for term, module in modules("reference"):
            self.stdout.write(f"{term}：{module.load()}")
