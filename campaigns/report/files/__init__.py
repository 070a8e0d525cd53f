"""The report as files, each made of one `Report`: CSV (table), XLSX (workbook), PDF (paper) and JSON (data)."""
