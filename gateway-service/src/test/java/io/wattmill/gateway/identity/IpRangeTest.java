// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;

class IpRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "::/0, 203.0.113.9, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::, false",
        "2001:db8::1, 2001:db8:0:0::1, true",
        "fe80::/64, fe80::1, true"
    })
    void holdsTheAddressesOfItsOwnVersion(String range, String address, boolean inside) {
        assertEquals(
                inside,
                IpRange.parse(range)
                        .orElseThrow()
                        .contains(IpAddress.parse(address).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/",
                "10.1.2.3/8",
                "10.0.0/8",
                "010.0.0.0/8",
                "256.0.0.1",
                "1",
                "0x7f.1",
                "localhost",
                "example.org/8",
                "::1/129",
                "2001:db8::1/32",
                "::ffff:10.0.0.0/90",
                "fe80::1%lo",
                "[::1]",
                "::1/64/64",
                " ::1"
            })
    void isNothingElse(String text) {
        assertEquals(Optional.empty(), IpRange.parse(text));
    }

    @Property
    void readsWhatItWrites(
            @ForAll int address, @ForAll @IntRange(max = 32) int bits, @ForAll int other) {
        int network = bits == 0 ? 0 : address & -1 << (32 - bits);
        IpRange range = IpRange.parse(dotted(network) + "/" + bits).orElseThrow();
        assertEquals(range, IpRange.parse(range.toString()).orElseThrow());
        boolean inside = bits == 0 || (other ^ network) >>> (32 - bits) == 0;
        assertEquals(inside, range.contains(IpAddress.parse(dotted(other)).orElseThrow()));
    }

    @Property
    void comparesSixteenBytesAsOneNumber(
            @ForAll long high,
            @ForAll long low,
            @ForAll @IntRange(max = 128) int bits,
            @ForAll @IntRange(max = 127) int flipped) {
        IpAddress address = new IpAddress(high, low);
        IpRange range = new IpRange(address.first(bits), bits);
        assertTrue(range.contains(address));
        BigInteger other =
                new BigInteger(1, ByteBuffer.allocate(16).putLong(high).putLong(low).array())
                        .flipBit(127 - flipped);
        IpAddress changed = new IpAddress(other.shiftRight(64).longValue(), other.longValue());
        assertEquals(flipped >= bits, range.contains(changed));
        assertEquals(range, IpRange.parse(range.toString()).orElseThrow());
    }

    @Test
    void isWithinAWiderOne() {
        IpRange wide = IpRange.parse("10.0.0.0/8").orElseThrow();
        IpRange narrow = IpRange.parse("10.2.0.0/16").orElseThrow();
        assertTrue(wide.contains(narrow) && wide.contains(wide));
        assertFalse(narrow.contains(wide));
        assertFalse(IpRange.parse("::/0").orElseThrow().contains(narrow));
    }

    private static String dotted(int address) {
        return (address >>> 24)
                + "."
                + (address >> 16 & 255)
                + "."
                + (address >> 8 & 255)
                + "."
                + (address & 255);
    }
}
