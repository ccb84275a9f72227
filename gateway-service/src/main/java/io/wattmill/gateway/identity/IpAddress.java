// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An Internet address as 128 bits. One of version 4 is what RFC 4291, section 2.5.5.2, maps it to
 * ({@code ::ffff:a.b.c.d}), so that a dual-stack socket's form of it is the same address.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record IpAddress(long high, long low) {

    private static final long MAPPED = 0xFFFFL << 32;
    private static final long LOW_32 = 0xFFFF_FFFFL;
    private static final int V4_BYTES = 4;
    private static final Pattern V4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    /** The address in {@code text}; empty for a name, a zone or anything else. Asks nobody. */
    public static Optional<IpAddress> parse(String text) {
        boolean plain =
                text.indexOf(':') < 0 ? V4.matcher(text).matches() : V6.matcher(text).matches();
        return plain ? literal(text) : Optional.empty();
    }

    private static Optional<IpAddress> literal(String text) {
        try {
            return Optional.of(of(InetAddress.ofLiteral(text).getAddress()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static IpAddress of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return bytes.length == V4_BYTES
                ? new IpAddress(0, MAPPED | buffer.getInt() & LOW_32)
                : new IpAddress(buffer.getLong(), buffer.getLong());
    }

    /** Whether it is one of version 4. */
    public boolean isV4() {
        return high == 0 && (low & ~LOW_32) == MAPPED;
    }

    /** The address without all but its first {@code bits} of 128. */
    IpAddress first(int bits) {
        return new IpAddress(high & mask(bits), low & mask(bits - Long.SIZE));
    }

    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }

    /** The usual form. */
    @Override
    public String toString() {
        ByteBuffer bytes =
                isV4()
                        ? ByteBuffer.allocate(V4_BYTES).putInt((int) low)
                        : ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low);
        try {
            return InetAddress.getByAddress(bytes.array()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
