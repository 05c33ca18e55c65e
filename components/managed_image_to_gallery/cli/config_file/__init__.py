"""The stack's file `Pulumi.<stack>.yaml`, edited as a careful person would: comments, order and quotes stay.

Read it as: `choosing` (which images are meant), `surveying` (what is around them), `definitions` and `proposals` (from
an image to a migration's entry), `existing` (the entry of one that is in a gallery already), `judging` (entries by the
rules that hold for all), `telling` (what is said of images and entries), `resolved` (what a file says, whatever it
shares), `edits` (changes in its text), `insertions` (new keys in it), `places` (where in it a fault is), `stack_file`
(the file itself), `engine_keys` (its text when the engine writes into it) and `engine_copy` (another text that the
engine reads instead).
"""
