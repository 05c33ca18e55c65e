"""The HTTP side: which cloud, who is asking, and how requests are sent, retried and awaited."""
