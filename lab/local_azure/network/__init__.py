"""The network parts that a machine needs: virtual networks with subnets, interfaces, public addresses, security groups.

Nothing is routed. What is kept to Azure is the form of the answers, the way operations are shown (`style`), and what
cannot be deleted while something uses it (`usage`).

`virtual_networks` with `addresses`, `network_interfaces`, `public_addresses`, `security_groups`; `errors`; `types` is
all of them.
"""
