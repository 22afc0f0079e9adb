"""信息公开: published copies and the public site that reads them alone (R12). It pulls what is ready; nobody pushes into it."""
