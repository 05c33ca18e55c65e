"""What people run today instead of this project, as short as it can be: the documented steps by `az` and by the SDK.

Each program takes names of images and migrates them in the group and gallery of `bench.fleets`: definition, version in
three regions, wait, read the replication status, delete the image. None looks at anything else before it deletes.
"""
