"""A report as one page that opens from a file, asks nothing of any network, and answers questions where it stands.

data        the units as compact values for the page's script
page        the page: policy, both languages, tables, pictures
page.html   its frame; page.css its look; page.js search, order, filters, a unit's own page, what-if
"""
