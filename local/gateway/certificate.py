"""Makes a certificate for 127.0.0.1 and prints as JSON its key and itself in PEM, and a truststore of Java in Base64.

The key is on no disk: who starts this keeps it in memory.
"""

import base64
import datetime
import ipaddress
import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

DAY = datetime.timedelta(days=1)
# Longer than AWS on a machine runs: each start makes another one.
LIFETIME = 3650 * DAY

key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "AWS on this machine")])
now = datetime.datetime.now(datetime.UTC)
certificate = (
    x509.CertificateBuilder()
    .subject_name(name)
    .issuer_name(name)
    .public_key(key.public_key())
    .serial_number(x509.random_serial_number())
    .not_valid_before(now - DAY)
    .not_valid_after(now + LIFETIME)
    .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
    .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    .sign(key, hashes.SHA256())
)
trusted = [pkcs12.PKCS12Certificate(certificate, b"gateway")]
made = {
    "key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
    "certificate": certificate.public_bytes(Encoding.PEM).decode(),
    "truststore": base64.b64encode(pkcs12.serialize_java_truststore(trusted, NoEncryption())).decode(),
}
print(json.dumps(made))
