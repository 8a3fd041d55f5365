"""Settings that hold for all tests."""

from hypothesis import settings

# How long an example takes depends on what else the machine does; what must be fast is measured in steps.
settings.register_profile("onedoor", deadline=None)
settings.load_profile("onedoor")
