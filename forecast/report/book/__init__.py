"""A report as the sheets of a workbook: numbers as numbers, charts of the spreadsheet's own, a what-if that calculates.

what_if     other quotas, by formulas through the stored quantiles
sheets      all sheets in their order
"""
