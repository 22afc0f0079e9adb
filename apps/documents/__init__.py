"""文件: stored files, paper made from our own templates, and the codes by which anyone checks it. The only app that knows WeasyPrint."""
