import { useEffect, useState } from "react";

/** Browsers bind passkeys to names over https and to localhost, never to bare addresses (WebAuthn §5.1.2). False on the server. */
export function useCanUsePasskeys(): boolean {
  const [can, setCan] = useState(false);
  useEffect(() => {
    const isAddress = /^[\d.]+$|:/.test(window.location.hostname);
    setCan(window.isSecureContext && "PublicKeyCredential" in window && !isAddress);
  }, []);
  return can;
}
