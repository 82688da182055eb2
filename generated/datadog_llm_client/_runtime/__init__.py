"""What every call shares: plain, hand-written Python that knows HTTP and JSON but none of this API's models.

Maintained in `openapi/runtime/` of the repository, and copied from there into the package as `_runtime/`.
"""
