"""The self test: one whole migration in a resource group of its own, in the user's subscription, every step proven.

`wanted` is what is made, `rights` what that takes, `bodies` what Azure is sent for it, `estimate` what it costs;
`scratch` is the resource group and the only place that writes, `project` the Pulumi project with its commands,
`listening` what the provider asks while they run, `journal` what was done so far; `turn` keeps two of them out of one
folder. `steps` are what is proven, in order, `probes` what Azure is asked besides (through `asking`); `running` runs
them and says what each came to. The folder project/ has the program's text.
"""
