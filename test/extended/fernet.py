"""The other side of the round trip: python3-cryptography. Reads one JSON request on stdin, writes one JSON answer on stdout."""

import json
import sys

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


def opened(box, token):
    try:
        return box.decrypt(token.encode()).hex()
    except InvalidToken:
        return None


def answer(request):
    box = MultiFernet([Fernet(key) for key in request.get("keys", [])]) if request.get("keys") else None
    does = request["does"]
    if does == "keys":
        return [Fernet.generate_key().decode() for _ in range(request["count"])]
    if does == "encrypt":
        return [box.encrypt(bytes.fromhex(text)).decode() for text in request["texts"]]
    if does == "decrypt":
        return [opened(box, token) for token in request["tokens"]]
    if does == "rotate":
        return [box.rotate(token.encode()).decode() for token in request["tokens"]]
    if does == "times":
        return [Fernet(request["keys"][0]).extract_timestamp(token.encode()) for token in request["tokens"]]
    if does == "file":
        with open(request["key"], encoding="utf-8") as keys, open(request["secrets"], "rb") as secrets:
            whole = MultiFernet([Fernet(line.strip()) for line in keys if line.strip()])
            return json.loads(whole.decrypt(secrets.read()))
    raise ValueError(does)


json.dump(answer(json.load(sys.stdin)), sys.stdout)
