"""The official Python client, measured: `once` validates and ends; `repeat` reads numbers of calls from standard input and
answers each with a line of nanoseconds, as the programs beside it do."""

import os
import sys
import time
import warnings

from authforge import AuthForgeClient

warnings.simplefilter("ignore")


def main():
    names = ("AF_TEST_APP_ID", "AF_TEST_APP_SECRET", "AF_TEST_PUBLIC_KEY", "AF_TEST_URL", "AF_TEST_LICENSE_KEY")
    app_id, app_secret, public_key, url, license_key = (os.environ[name] for name in names)
    client = AuthForgeClient(app_id, app_secret, public_key, "SERVER", api_base_url=url)

    def validate():
        told = client.validate_license(license_key)
        if not told["valid"]:
            sys.exit(f"validate_license: {told['code']}")

    validate()
    if sys.argv[1] == "once":
        return
    for line in sys.stdin:
        took = []
        for _ in range(int(line)):
            start = time.perf_counter_ns()
            validate()
            took.append(str(time.perf_counter_ns() - start))
        print(" ".join(took), flush=True)


main()
