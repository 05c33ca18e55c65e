"""What there is: managed images with their users and their versions, and galleries.

`estate` reads it and says which images could be published, `copies` what is made from them already, `users` who uses
them, `rows` makes the table.
"""
