"""The grid of a rows form over the wire: what was pasted is read before anything is written; many cells are saved in one request."""

from django.http import JsonResponse

from apps.dictionary.values import BadValue, clean, shown
from apps.statusdata.contents import book_of
from apps.statusdata.forms.filling import Unreadable, pasted, typed_many
from apps.statusdata.views.cells import NOT_TYPED, UNREADABLE, FillView, SaveCell


class ReadCells(FillView):
    """What pasted cells would be, nothing saved. → {cells: [{value, shown, correction} | {message, suggestion}, …]} in the order asked."""

    def post(self, request, **kwargs):
        try:
            asked = pasted(request.body)
        except Unreadable:
            return JsonResponse(UNREADABLE, status=400)
        return JsonResponse({"cells": [self.read(*each) for each in asked]})

    def read(self, code, raw):
        field = self.form.by_code.get(code)
        if field is None or not field.typed_by_school or field.kind in ("attachment", "textfile"):
            return NOT_TYPED
        try:
            cleaned = clean(field, raw, catalogue=book_of(self.upload).majors)
        except BadValue as wrong:
            return {"message": wrong.message, "suggestion": wrong.suggestion}
        return {"value": cleaned.value, "shown": shown(field, cleaned.value), "correction": cleaned.correction}


class SaveCells(SaveCell):
    """Up to MOST_AT_ONCE saves, each compare-and-set on its own. → {answers: [{status, answer}, …]}, as SaveCell would have answered each."""

    def post(self, request, **kwargs):
        try:
            saves = typed_many(request.body)
        except Unreadable:
            return JsonResponse(UNREADABLE, status=400)
        return JsonResponse({"answers": [{"status": status, "answer": answer} for status, answer in self.save_all(saves)]})
