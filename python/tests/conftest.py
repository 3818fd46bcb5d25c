# SPDX-License-Identifier: Apache-2.0
"""The tests run from an installed wheel, away from the source tree."""
pytest_plugins = ["pytester"]
