"""The front door: everything of local Azure that knows HTTP.

Read it in this order: `exchange` (a request and its answer), `json_text`, `errors`, `client_assertions` and
`tokens` (who calls), `sign_in` and `metadata` (what a client asks before it asks Azure), `routing` and `api_versions`
(which resource, which handler), `admission` and `envelope` (what is asked before a provider is), `operation_urls`,
`operation_polls` and `last_moment` (long-running operations), `buckets`, `manager_limits`, `throttling` and
`user_quota` (how many requests a caller may make), `injection` (fault rules), `answers` (headers and bodies),
`activity` (what is noted of a write), `arm` (the order of questions), `admin` and `request_log` (for tests and
demonstrations), `application` (the ASGI app), `tls` and `server` (certificates, port, signals).
"""
