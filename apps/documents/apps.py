from django.apps import AppConfig
from django.core.checks import Error, register
from django.utils.module_loading import autodiscover_modules

from apps.documents.paper import FONTS, fonts


class DocumentsConfig(AppConfig):
    name = "apps.documents"

    def ready(self):
        register(own_fonts)
        # Each app's holders module enters which of its models hold files.
        autodiscover_modules("holders")


def own_fonts(app_configs, **kwargs):
    """Without a font Chinese paper comes out empty, or takes the whole process down with it."""
    if fonts():
        return []
    return [Error(f"没有印制 PDF 的字体：{FONTS} 下应有 ZhengaiSans-Regular.ttf", hint="字体随程序提供，重做见 scripts/fonts。", id="documents.E001")]
