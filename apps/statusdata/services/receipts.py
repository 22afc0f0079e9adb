"""The receipt of a return handed in: time, hash, who; a PDF with a code that anyone can verify (D10)."""


def write(snapshot):
    return {"snapshot": str(snapshot.pk)}
