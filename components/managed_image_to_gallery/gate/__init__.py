"""May a source image be deleted, because its version is proven; and may an image be published at all.

`eligibility` judges an image before it is published. `gate` asks a `reader` about a `subject` and judges what was read
with `checks`; `verdicts` say what each found, `together` what they say of several versions. `evidence` keeps what the
gate saw, `adopted` the image as it was when its migration began, `boot_test` what test machines proved, `observations`
what is kept of all reads, `forms` which forms of such records are read. `only_copies` says whether a version is all
that is left, `standing` what a version that is there already is to an image, `remedies` what to do about whatever needs
an image.
"""
