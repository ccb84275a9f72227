// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

class SealTest {

    private static final long NOW = 1_767_225_600_000_000L;
    private final Seal seal = new Seal(new byte[32], 1_000_000L);

    @Property(tries = 200)
    void opensWhatItSealed(@ForAll byte[] payload) {
        String token = seal.seal(payload, NOW);
        assertArrayEquals(payload, seal.open(token, NOW).orElseThrow());
    }

    @Property(tries = 300)
    void refusesAnyFlippedBit(
            @ForAll byte[] payload, @ForAll @IntRange(min = 0, max = 10_000) int position) {
        byte[] token = Base64.getUrlDecoder().decode(seal.seal(payload, NOW));
        token[position / 8 % token.length] ^= (byte) (1 << position % 8);
        String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        assertTrue(seal.open(forged, NOW).isEmpty());
    }

    @Test
    void refusesExpiredForeignAndMalformedTokens() {
        byte[] payload = "p".getBytes(StandardCharsets.UTF_8);
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        assertTrue(seal.open(seal.seal(payload, NOW), NOW + 1_000_001L).isEmpty());
        assertTrue(new Seal(otherKey, 1_000_000L).open(seal.seal(payload, NOW), NOW).isEmpty());
        assertTrue(seal.open("", NOW).isEmpty());
        assertTrue(seal.open("%%%", NOW).isEmpty());
        assertTrue(seal.open("a".repeat(100_000), NOW).isEmpty());
    }

    @Test
    void refusesAShortKey() {
        assertThrows(IllegalArgumentException.class, () -> new Seal(new byte[31], 1L));
    }
}
