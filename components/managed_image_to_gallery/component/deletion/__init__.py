"""The hooks that have the last word before something is deleted for good.

`deletion_guard` answers for source images, `only_copy_guard` for versions, definitions and galleries; `leaving` is what
both know of a run, `shared_connection` how they reach Azure.
"""
