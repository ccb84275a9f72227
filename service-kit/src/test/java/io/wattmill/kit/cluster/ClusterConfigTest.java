// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class ClusterConfigTest {

    private static ClusterConfig read(String yaml) {
        return Configuration.parse("cluster: " + yaml, Map.of())
                .section("cluster", ClusterConfig.class);
    }

    private static void assertRefused(String yaml, String reason) {
        ConfigException e = assertThrows(ConfigException.class, () -> read(yaml));
        assertTrue(e.problems().toString().contains(reason), e.problems().toString());
    }

    @Test
    void joinsNothingUnlessAsked() {
        assertFalse(Configuration.defaults(ClusterConfig.class).enabled());
        assertTrue(read("{enabled: true, name: hall-1}").enabled());
    }

    @Test
    void wantsANameOfItsOwn() {
        assertRefused("{enabled: true}", "needs a name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "8.8.8.8", "example.org", "fd00::1"})
    void keepsMembersOnPrivateNetworks(String host) {
        assertRefused(
                "{enabled: true, name: hall-1, host: \"" + host + "\"}", "loopback or private");
    }

    @Test
    void leavesLoopbackOnlyWithCertificates() {
        assertRefused("{enabled: true, name: hall-1, event-bus-host: 10.0.0.5}", "beyond loopback");
        assertRefused(
                "{enabled: true, name: hall-1, event-bus-host: 10.0.0.5, tls: {enabled: true, cert:"
                        + " c, key: k, ca: a, require-client-cert: false}}",
                "beyond loopback");
        assertTrue(
                read("{enabled: true, name: hall-1, event-bus-host: 10.0.0.5,"
                                + " tls: {enabled: true, cert: c, key: k, ca: a}}")
                        .tls()
                        .enabled());
    }
}
