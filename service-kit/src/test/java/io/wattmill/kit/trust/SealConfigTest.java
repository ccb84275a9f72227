// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.Map;

class SealConfigTest {

    private static SealConfig read(String key) {
        return Configuration.parse("", Map.of("WATTMILL_SEAL_KEY", key))
                .section("seal", SealConfig.class);
    }

    @Test
    void opensInOneProcessWhatAnotherSealed() {
        String key = Base64.getEncoder().encodeToString(new byte[32]);
        byte[] payload = {1, 2, 3};
        String token = read(key).seal().seal(payload, 1_000L);
        assertArrayEquals(payload, read(key + "\n").seal().open(token, 60_001_000L).orElseThrow());
        assertTrue(read(key).seal().open(token, 60_001_001L).isEmpty());
    }

    @Test
    void refusesShortKeysAndOtherText() {
        for (String key : new String[] {"", "c2hvcnQ=", "%%% not base64 %%%"}) {
            ConfigException e = assertThrows(ConfigException.class, () -> read(key));
            assertFalse(!key.isEmpty() && e.problems().toString().contains(key), key);
        }
        assertThrows(ConfigException.class, () -> Configuration.defaults(SealConfig.class));
    }
}
