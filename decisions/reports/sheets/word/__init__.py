"""A text for word processors: clean, or with changes tracked under who makes them.

The package is written part by part: what matters here (tracked changes by author, a language
for each run, the same bytes again) is what writers of Word files leave to their callers.
"""

from decisions.reports.sheets.word.document import to_docx, to_tracked_docx

__all__ = ["to_docx", "to_tracked_docx"]
