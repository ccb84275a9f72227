// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import java.net.InetAddress;

/** Who can reach a socket that is bound to an address. */
public enum Reach {
    /** This host only. */
    LOOPBACK,
    /** A private network: RFC 1918, RFC 6598 (shared), RFC 4193 (unique local), link-local. */
    PRIVATE,
    /** Anyone: a public address, or the wildcard. */
    ANYWHERE;

    /**
     * The reach of an address literal; {@code localhost} is loopback, any other name is {@link
     * #ANYWHERE} because what it resolves to can change.
     */
    public static Reach of(String host) {
        if (host.equals("localhost")) {
            return LOOPBACK;
        }
        try {
            return of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            return ANYWHERE;
        }
    }

    private static Reach of(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        return isPrivate(address) ? PRIVATE : ANYWHERE;
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || isShared(bytes)
                || isUniqueLocal(bytes);
    }

    private static boolean isShared(byte[] bytes) {
        return bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    }

    private static boolean isUniqueLocal(byte[] bytes) {
        return bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    }
}
