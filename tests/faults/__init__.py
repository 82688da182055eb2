"""The client on a bad day: each fault of the catalogue, and what needs a course of events of its own."""
