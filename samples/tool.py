"""The smallest tool that licenses itself, in Python."""

import os
import sys

# In your own tool: unzip cg_license into vendor/ and put vendor/ here.
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "sdk", "python"))
from cg_license import LicenseClient

client = LicenseClient(
    server_url="http://127.0.0.1:8080",
    product_id="demo-tool",
    product_salt="demo-salt",
)

if client.check_license():
    info = client.get_license_info()
    print("Licensed: %s, %s of %s machines." % (info["variant"], info["machines_used"], info["max_machines"]))
else:
    error = client.get_error()
    print("Not licensed (%s): %s" % (error.code, error.message))
