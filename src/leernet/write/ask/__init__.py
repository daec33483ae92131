"""Questions to people: the text for a form, and a workbook to fill in."""
