"""A page in, a PDF out, in a process apart: knows fonts, tags and standards, and nothing of cases.

Imports nothing, so that the process that draws stays small.
"""
