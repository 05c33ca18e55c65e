"""What commands print. The one place that knows a terminal's width.

`saying` is the only way out; `waiting` tells what a command waits for, and has what is drawn again and again; `table`
prints text, CSV or JSON, `fitting` says which columns fit a screen; `short_ids` (ids as people say them), `markdown`
(texts of others on a page), `outlets` (outputs that end no command when they fail).
"""
