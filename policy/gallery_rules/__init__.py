"""The rules, as pure functions of a resource's inputs: they know nothing of Pulumi's policy SDK."""
