"""What there is: managed images with their users and their versions, and galleries.

`reading` finds subscriptions, `estate` reads what is in them, `judging` says which images could be published, `rows`
makes the table.
"""
