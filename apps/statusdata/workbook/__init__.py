"""工作簿: a return as .xlsx, out and in (B4). Pure but for the signature of the stamp: bytes and a Book in, values out."""
