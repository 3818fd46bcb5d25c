# SPDX-License-Identifier: Apache-2.0
"""TensorFlow.js on its CPU backend: a guest in Node (tensorflow_js_guest.js), which takes the place of this process.
   npm install @tensorflow/tfjs     in the directory of this file or where lossproof is called; or anywhere, with $NODE_PATH"""
import os, pathlib, shutil, subprocess
import guest

GUEST = pathlib.Path(__file__).with_name("tensorflow_js_guest.js")
node = shutil.which("node")
if not node:
    missing = "node is not on the PATH"
elif subprocess.run([node, str(GUEST), "--probe"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
    missing = "@tensorflow/tfjs not found by node"
else:
    os.execv(node, [node, str(GUEST)])
guest.serve({"type": "skipped", "message": missing}, None)
