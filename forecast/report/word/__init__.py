"""A page of a report as a Word document: real styles, numbered headings, tables that fit, pictures with their text.

papers      paper, margins and fonts of the office's forms
parts       fields, numbering and shading that python-docx has no words for
tables      tables that repeat their heads and keep their rows together
document    the whole document
"""
