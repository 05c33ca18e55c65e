"""What commands print. The one place that knows a terminal's width.

`saying` is the only way out; `table` (text, CSV, JSON, chosen by `options`), `screen` (what is drawn again and again),
`markdown` (texts of others on a page), `outlets` (outputs that end no command when they fail).
"""
