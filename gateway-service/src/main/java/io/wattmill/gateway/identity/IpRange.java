// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.util.Optional;

/**
 * A range of addresses of one version, as CIDR writes it (RFC 4632, RFC 4291).
 *
 * @param network its first address; nothing is set beyond {@code bits}
 * @param bits of 128 that all its addresses share: of version 4 at least 96
 */
public record IpRange(IpAddress network, int bits) {

    private static final int ALL = 128;
    private static final int V4_BEGINS = 96;

    public IpRange {
        int least = network.isV4() ? V4_BEGINS : 0;
        if (bits < least || bits > ALL || !network.first(bits).equals(network)) {
            throw new IllegalArgumentException("no range: " + network + " with " + bits + " bits");
        }
    }

    /**
     * {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address. Empty for anything else, and for a
     * network with bits beyond its prefix: whoever writes {@code 10.1.2.3/8} means something else.
     */
    public static Optional<IpRange> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        return IpAddress.parse(address)
                .flatMap(
                        network -> {
                            int all = address.indexOf(':') < 0 ? ALL - V4_BEGINS : ALL;
                            int length = slash < 0 ? all : length(text.substring(slash + 1), all);
                            return length < 0 ? Optional.empty() : of(network, length + ALL - all);
                        });
    }

    private static int length(String digits, int most) {
        return digits.matches("0|[1-9]\\d{0,2}") && Integer.parseInt(digits) <= most
                ? Integer.parseInt(digits)
                : -1;
    }

    private static Optional<IpRange> of(IpAddress network, int bits) {
        boolean sound =
                (!network.isV4() || bits >= V4_BEGINS) && network.first(bits).equals(network);
        return sound ? Optional.of(new IpRange(network, bits)) : Optional.empty();
    }

    /** Whether {@code address} is in the range; never one of the other version. */
    public boolean contains(IpAddress address) {
        return address.isV4() == network.isV4() && address.first(bits).equals(network);
    }

    /** Whether all of {@code other} is in the range. */
    public boolean contains(IpRange other) {
        return other.bits >= bits && contains(other.network);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return network + "/" + (network.isV4() ? bits - V4_BEGINS : bits);
    }
}
