"""Checks a U2F registration and a signature with python-fido2: site, challenge, public key, key handle, certificate and
signature, counter, signature; all in hexadecimal."""

import sys

from fido2.ctap1 import RegistrationData, SignatureData

site, challenge, public_key, handle, certificate, counter, signature = (
    bytes.fromhex(argument) for argument in sys.argv[1:]
)
registration = RegistrationData(
    b"\x05" + public_key + bytes([len(handle)]) + handle + certificate
)
registration.verify(site, challenge)
SignatureData(b"\x01" + counter + signature).verify(site, challenge, public_key)
print("registration and signature are right")
