"""Images that the state has adopted by mistake: which (`astray`), and how the stack forgets them (`forgetting`)."""
