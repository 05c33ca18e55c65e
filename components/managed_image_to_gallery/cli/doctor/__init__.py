"""What would stand in the way of a migration, found before it does; each `finding` with its remedy.

`examination` asks in order: `machine` (Python, SDK, engine, plugin), `program` (language host, environment), `backend`
(with parallelism), `forms` (did another release write the state), `state` (has each image its hook), `adoptions` (is an
image there twice), `network` (certificates, Resource Manager, clock), `proxy`, `azure` (as whom, with which
permissions; `needs` says which are needed).
"""
