"""Runs the suite against what users get: the installed wheel, or a vendored copy.

The tests run from an unpacked sdist without generated/, in a fresh environment, so that only the wheel or the copy can
be imported. Tests marked `generated` are about that directory itself, and are left out.
"""
