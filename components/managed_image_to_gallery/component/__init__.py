"""The reusable component `ManagedImageToGallery`, and what a whole stack of them needs.

Read it as: `args` and `stack_config` (what is asked), `migration` and `sharing` (what that means), `live_facts` and
`live_rules` (what Azure says to it), `source_image`, `image_definition`, `image_version` and `records` (what is
declared), `deletion_gate` (what guards the one irreversible step), `managed_image_to_gallery` (all of it for one
migration) and `stack` (for many).
"""
