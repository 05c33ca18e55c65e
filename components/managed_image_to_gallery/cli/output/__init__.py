"""What commands print. The one place that knows a terminal's width.

`saying` is the only way out, with what is drawn again and again; `table` (text, CSV, JSON); `markdown` (texts of others
on a page).
"""
