"""What commands print. The one place that knows a terminal's width.

`saying` is the only way out, with what is drawn again and again; `table` (text, CSV, JSON) and `fitting`
(which columns fit a screen); `markdown` (texts of others
on a page).
"""
