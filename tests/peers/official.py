"""The official Python client, doing what it is told on its standard input. src/driver.rs has the language."""

import json
import re
import sys
import threading
import warnings

from authforge import AuthForgeClient, AuthForgeError, is_transient_error

warnings.simplefilter("ignore")
CODE = re.compile(r"[a-z][A-Za-z0-9_]*")


class Slot:
    def __init__(self):
        self.settings = {}
        self.client = None
        self.heard = []
        self.changed = threading.Condition()

    def hear(self, reason, exception):
        code = code_of(exception)
        with self.changed:
            self.heard.append({"reason": reason, "code": code, "class": class_of(code)})
            self.changed.notify_all()


def class_of(code):
    return "transient" if is_transient_error(code) else "fatal"


def code_of(exception):
    return exception.code if isinstance(exception, AuthForgeError) else str(exception)


def failed(code, message=None):
    return {"result": "error", "code": code, "class": class_of(code), "message": message or code}


def raised(exception):
    """Its own errors are texts that are codes; anything else is an exception of Python's."""
    code = code_of(exception)
    if isinstance(exception, ValueError) and CODE.fullmatch(code):
        return failed(code, str(exception))
    return {"result": "raised", "code": type(exception).__name__, "message": str(exception)}


def new(slot):
    get = slot.settings.get
    options = {name: int(get(name)) for name in ("interval", "timeout", "ttl") if get(name)}
    names = {"interval": "heartbeat_interval", "timeout": "request_timeout", "ttl": "ttl_seconds"}
    slot.client = AuthForgeClient(
        get("app_id"),
        get("app_secret"),
        get("public_key"),
        api_base_url=get("url"),
        on_failure=slot.hear if get("callback") == "1" else None,
        hwid_override=get("hwid"),
        online_heartbeat=get("mode") == "SERVER",
        **{names[name]: value for name, value in options.items()},
    )
    return {"result": "ok"}


def login(slot, key):
    before = len(slot.heard)
    if slot.client.login(key):
        return {"result": "ok"}
    return failed(slot.heard[before]["code"])


def validate(slot, key):
    told = slot.client.validate_license(key)
    if not told["valid"]:
        return failed(told["code"], told["error"])
    end = told.get("license_expires_at", "unknown")
    session = {
        "ends": told["expires_in"],
        "license_end": "lifetime" if end is None else end,
        "slots": told.get("max_hwid_slots"),
        "count": told.get("hwid_count"),
        "label": told.get("license_label"),
        "app": told["app_variables"],
        "license": told["license_variables"],
    }
    return {"result": "ok", "session": session}


def load(slot, text):
    before = len(slot.heard)
    if slot.client.login_from_file(text):
        return {"result": "ok", "session": file_session(slot.client.get_offline_license(), slot.client)}
    told = slot.heard[before:]
    return failed(told[0]["code"]) if told else {"result": "error", "code": "not told", "class": "not told"}


def verify(slot, text):
    told = slot.client.verify_license_file(text)
    if not told["ok"]:
        return failed(told["error"].split(":")[0], told["error"])
    return {"result": "ok", "session": file_session(told["license"], None)}


def activate(slot, key, path):
    slot.client.activate_offline(key, None if path == "-" else path)
    return {"result": "ok", "session": file_session(slot.client.get_offline_license(), slot.client)}


def file_session(license, client):
    if license is None:
        return None
    policy = license["hwid_policy"]
    return {
        "key": license["license_key"],
        "jti": license["jti"],
        "issued": license["issued_at"],
        "ends": license["expires_at"] or "lifetime",
        "policy": policy.get("mode"),
        "bound": policy.get("hwids", []),
        "label": license.get("label"),
        "app": client.get_app_variables() if client else license["app_variables"],
        "license": client.get_license_variables() if client else license["license_variables"],
        "replay": license.get("replay"),
    }


def state(slot):
    client = slot.client
    return {
        "result": "ok",
        "authenticated": client.is_authenticated(),
        "kind": client.get_session_kind(),
        "data": client.get_session_data(),
        "app": client.get_app_variables(),
        "license": client.get_license_variables(),
        "file": file_session(client.get_offline_license(), client),
    }


def ban(slot, key, token, revoke, hwid, ip):
    slot.client.self_ban(
        license_key=key or None,
        session_token=token or None,
        revoke_license=revoke == "1",
        blacklist_hwid=hwid == "1",
        blacklist_ip=ip == "1",
    )
    return {"result": "ok"}


def request_options(name, os, sdk, key, created):
    given = lambda value: None if value in ("-", "") else value
    return {
        "include_machine_name": name != "",
        "machine_name": given(name),
        "os": given(os),
        "omit_os": os == "",
        "sdk": given(sdk),
        "omit_sdk": sdk == "",
        "license_key": None if key == "-" else key,
        "created_at": given(created),
    }


def request(slot, *options):
    return {"result": "ok", "text": slot.client.create_activation_request(**request_options(*options))}


def write(slot, path):
    slot.client.write_activation_request(path)
    return {"result": "ok"}


def wait(slot, count, seconds):
    with slot.changed:
        slot.changed.wait_for(lambda: len(slot.heard) >= int(count), int(seconds))
        return {"result": "ok", "heard": list(slot.heard)}


def set_option(slot, name, value):
    slot.settings[name] = value
    return {"result": "ok"}


def logout(slot):
    slot.client.logout()
    return {"result": "ok"}


def hwid(slot):
    return {"result": "ok", "text": slot.client.get_hwid()}


ACTIONS = {
    "set": set_option, "new": new, "login": login, "validate": validate, "state": state, "wait": wait,
    "logout": logout, "load": load, "verify": verify, "activate": activate, "ban": ban,
    "request": request, "write": write, "hwid": hwid,
}
ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def unescape(word):
    return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), word)


def main():
    slots, current = {}, ""
    for line in iter(sys.stdin.readline, ""):
        word, *options = [unescape(word) for word in line.rstrip("\n").split("\t")]
        if word == "client":
            current, reply = options[0], {"result": "ok"}
        else:
            try:
                reply = ACTIONS[word](slots.setdefault(current, Slot()), *options)
            except Exception as exception:
                reply = raised(exception)
        print(json.dumps(reply), flush=True)


sys.stdin.reconfigure(encoding="utf-8", newline="\n")
main()
