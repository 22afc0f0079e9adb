from django.core.management.base import BaseCommand, CommandError

from apps.audit.models import Entry, Seal
from apps.audit.services import verify


class Command(BaseCommand):
    help = "核对整本操作记录：每条的摘要、每次封存的内容与相连；有不符时逐行列出，以 1 结束"

    def handle(self, **options):
        """Prints the last anchor, to be compared with one noted elsewhere; whoever rewrites the whole log changes it."""
        wrong = verify()
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"操作记录有 {len(wrong)} 处不符。请保留现场，与最近一次备份比对。")
        last = Seal.objects.last()
        self.stdout.write(
            f"操作记录完整：{Entry.objects.count()} 条，{last.number if last else 0} 次封存。最后的锚：{last.anchor if last else '（尚无封存）'}"
        )
