"""Who may do what: locks, role definitions, role assignments, and the two questions asked before every request.

`locks.require_unlocked` (409 ScopeLocked) and `permissions.require` (403 AuthorizationFailed) are for the front door;
`linked.require` (403 LinkedAuthorizationFailed) is for families whose bodies name other resources.
`service_principals` are those who may sign in. Nobody is allowed anything without an assignment: `assignments.grant`
makes the first one.

Below them: `scopes`, `built_in_roles`, `role_definitions`, `errors`. As resources: `types`, `identities`,
`own_permissions`.
"""
