"""What there is: managed images with their users and their versions, and galleries."""
