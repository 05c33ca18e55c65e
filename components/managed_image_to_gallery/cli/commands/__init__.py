"""One module per command, each with one function of its name: options in, rooms called, text and status out."""
