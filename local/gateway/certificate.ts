import { execFile } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";

/** What a server shows over TLS. */
export interface Certificate {
  /** The private key in PEM: in memory alone. */
  key: string;
  /** In PEM. */
  certificate: string;
  /** The file by which Java knows the certificate, and trusts no other. */
  truststore: string;
}

export interface CertificateOptions {
  /** The interpreter of a Python environment that holds `cryptography`, as moto's does. */
  python: string;
  /** Where `truststore.p12` goes. */
  folder: string;
}

/** Makes a certificate of its own for 127.0.0.1. */
export async function makeCertificate({ python, folder }: CertificateOptions): Promise<Certificate> {
  const { stdout } = await promisify(execFile)(python, [path.join(__dirname, "certificate.py")]);
  const { key, certificate, truststore } = JSON.parse(stdout) as Record<"key" | "certificate" | "truststore", string>;
  const file = path.join(folder, "truststore.p12");
  // Written into, a file that is there would keep its mode.
  await fs.rm(file, { force: true });
  await fs.writeFile(file, Buffer.from(truststore, "base64"), { mode: 0o600 });
  return { key, certificate, truststore: file };
}
