"""The import desk: ad platforms' files handed in, looked at, imported and undone. Below /admin/reports/reach/imports/."""
