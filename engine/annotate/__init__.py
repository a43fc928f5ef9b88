"""Annotate: the findings of a report written into a copy of the file that was checked.

A module per kind of file, each with `annotate(source: Source, report: Report) -> bytes`: docx
(comments and tracked changes), pdf (highlights and notes), page (a web page, for .txt and .html).
"""
