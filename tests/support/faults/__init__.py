"""A server on loopback that misbehaves, on real sockets, and a catalogue of how servers misbehave.

- `connection`: one accepted connection, and what can be done to it;
- `behaviours`: what a server does with one request, from a good answer to a reset;
- `server`: behaves as a list says, and remembers what it saw;
- `answers`: HTTP answers as bytes, good ones from the contract's examples, and any others;
- `fault`: a fault, and what the client is documented to make of it;
- `network`, `framing`, `contents`: the faults, by the layer that they are of;
- `catalogue`: all of them;
- `busy`: a server for load, in a process of its own, that fails one request in ten;
- `marks`: what tests that play faults have in common.
"""
