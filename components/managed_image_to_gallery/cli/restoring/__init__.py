"""A managed image again from an image version.

`rules`
    whether it can be (pure)
`making`
    disks, the image, no disks
`resources`
    each of them made or deleted in Azure, and waited for
"""
