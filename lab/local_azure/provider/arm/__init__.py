"""The HTTP side: which cloud, who is asking, and how requests are sent, retried and awaited.

`cloud`; `identity` and `credentials`; `client` sends, `polling` waits, `registration` registers what is not yet;
`responses` and `errors` are what comes back.
"""
