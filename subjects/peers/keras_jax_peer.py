# SPDX-License-Identifier: Apache-2.0
"""Keras on the jax backend: the page of keras_peer.py with another backend.    pip install keras jax"""
import os, pathlib, runpy
os.environ["KERAS_BACKEND"] = "jax"
runpy.run_path(str(pathlib.Path(__file__).with_name("keras_peer.py")), run_name="__main__")
