"""Runs the suite against what users get: the installed wheel, or a vendored copy.

The tests run from an unpacked sdist without generated/, in a fresh environment, so that nothing but the wheel or the
copy can answer. Tests marked `generated` are about that directory itself and stay out.
"""
