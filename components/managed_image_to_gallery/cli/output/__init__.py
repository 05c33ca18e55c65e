"""What commands print. The one place that knows a terminal's width.

`saying` is the only way out, and knows what is drawn again and again; `table` prints text, CSV or JSON, `fitting` says
which columns fit a screen; `markdown` (texts of others on a page), `short_ids` (those of Azure's in a line), `outlets`
(outputs that end no command when they fail).
"""
