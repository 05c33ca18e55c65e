"""The front door: everything of local Azure that knows HTTP.

Read it in this order: `exchange` (a request and its answer), `errors`, `identity` and `tokens` (who calls), `sign_in` and
`metadata` (what a client asks before it asks Azure), `routing` (which resource and which handler), `operation_urls` and
`operation_polls` (long-running operations), `answers` (headers and bodies), `arm` (the order of questions), `application`
(the ASGI app) and `server` (TLS, port, signals).
"""
