"""What every call shares: plain, hand-written Python that knows HTTP and JSON but none of this API's models.

Maintained in `runtime/` of the repository, where its comments are, and copied from there into the package as
`_runtime/`. Layers point one way:

    client, async_client, base   the two thin drivers, and what they share
    calls                        what a call is: requests, responses, retries; knows no sockets
    transports                   how bytes reach the server; knows neither calls nor models
    values                       settings, errors, models, decoding; knows none of the others
"""
