# Made by "make generate" from openapi/: edit that.
"""Contains methods for accessing the API"""
