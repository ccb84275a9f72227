// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hosted;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses a hosted API may have. Those by which clouds give their machines secrets, and
 * those that mean no one machine, are refused always (RFC 6890, and the clouds' own documents);
 * those of this host and of private networks unless the site says that the API is there.
 */
final class AddressRule {

    private static final List<Block> NEVER =
            List.of(
                    new Block("0.0.0.0", 8, "this network"),
                    new Block("169.254.0.0", 16, "link-local, where clouds keep metadata"),
                    new Block("100.100.100.200", 32, "metadata of a cloud"),
                    new Block("192.0.0.192", 32, "metadata of a cloud"),
                    new Block("168.63.129.16", 32, "metadata of a cloud"),
                    new Block("224.0.0.0", 4, "multicast"),
                    new Block("240.0.0.0", 4, "reserved"),
                    new Block("::", 128, "no address"),
                    new Block("::", 96, "an IPv4 address in disguise"),
                    new Block("64:ff9b::", 32, "an IPv4 address in disguise"),
                    new Block("2001::", 32, "an IPv4 address in disguise"),
                    new Block("2002::", 16, "an IPv4 address in disguise"),
                    new Block("fe80::", 10, "link-local"),
                    new Block("fec0::", 10, "site-local, no longer used"),
                    new Block("fd00:ec2::", 32, "metadata of a cloud"),
                    new Block("ff00::", 8, "multicast"));

    private static final List<Block> OWN =
            List.of(
                    new Block("127.0.0.0", 8, "this host"),
                    new Block("::1", 128, "this host"),
                    new Block("10.0.0.0", 8, "a private network"),
                    new Block("100.64.0.0", 10, "a private network"),
                    new Block("172.16.0.0", 12, "a private network"),
                    new Block("192.0.0.0", 24, "a private network"),
                    new Block("192.168.0.0", 16, "a private network"),
                    new Block("198.18.0.0", 15, "a private network"),
                    new Block("fc00::", 7, "a private network"));

    private AddressRule() {}

    /** Why nothing may connect there; empty when it may. */
    static Optional<String> refusal(InetAddress address, boolean allowPrivate) {
        Optional<String> own = what(OWN, address);
        Optional<String> never = what(NEVER, address).filter(_ -> !address.isLoopbackAddress());
        return never.or(() -> allowPrivate ? Optional.empty() : own)
                .map(what -> address.getHostAddress() + " is " + what);
    }

    private static Optional<String> what(List<Block> blocks, InetAddress address) {
        return blocks.stream().filter(block -> block.holds(address)).map(Block::what).findFirst();
    }

    /** The addresses that begin with the same bits. */
    private record Block(InetAddress first, int bits, String what) {

        Block(String first, int bits, String what) {
            this(InetAddress.ofLiteral(first), bits, what);
        }

        boolean holds(InetAddress address) {
            return (address instanceof Inet4Address) == (first instanceof Inet4Address)
                    && sharedBits(address.getAddress(), first.getAddress()) >= bits;
        }

        private static int sharedBits(byte[] some, byte[] others) {
            for (int i = 0; i < some.length; i++) {
                int differing = (some[i] ^ others[i]) & 0xff;
                if (differing != 0) {
                    return i * 8 + Integer.numberOfLeadingZeros(differing) - 24;
                }
            }
            return some.length * 8;
        }
    }
}
