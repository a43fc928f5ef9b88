"""Intake: a season's plans of a whole department, checked together.

Data goes one way: folders and archives (listing) are found and known by their content (store),
what is new is checked by several processes (work, pool) or on a cluster (cluster), each document
leaving a record; the records are put to the units that owe a plan (roster, season), weighed
(scoring), shown (screen, webpage, workbook, lines, columns) and answered (letters).
"""
