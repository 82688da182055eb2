"""What a call is: its request, its attempts and retries, its response. Knows no sockets."""
