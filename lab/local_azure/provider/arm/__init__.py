"""The HTTP side: which cloud, who is asking, and how requests are sent, retried and awaited.

`cloud`; `identity` and `credentials`; `client` sends, `polling` waits, `registration` registers what is not yet,
`exchange_log` tells what was said; `responses` and `errors` are what comes back.

Not made of azure-core and azure-identity, though both are at hand: loading them adds 0.9 s to the 1.3 s of processor
time that the plugin's start takes (seen), and every `pulumi up` starts it twice. Little would go besides, for the real
provider's delays, first poll, registration and words of errors are azcore's, which Python's libraries do not share.
"""
