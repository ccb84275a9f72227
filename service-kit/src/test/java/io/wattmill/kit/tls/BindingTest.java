// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Map;

class BindingTest {

    private static final TlsConfig MUTUAL =
            TlsConfig.mutual(Path.of("c"), Path.of("k"), Path.of("a"));

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, LOOPBACK",
        "127.8.0.1, LOOPBACK",
        "::1, LOOPBACK",
        "localhost, LOOPBACK",
        "10.1.2.3, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.32.0.1, ANYWHERE",
        "192.168.1.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "100.128.0.1, ANYWHERE",
        "fd00::1, PRIVATE",
        "0.0.0.0, ANYWHERE",
        "::, ANYWHERE",
        "8.8.8.8, ANYWHERE",
        "router.example.org, ANYWHERE"
    })
    void knowsWhoCanReachAnAddress(String host, Reach reach) {
        assertEquals(reach, Reach.of(host));
    }

    @Test
    void refusesClearTextBeyondLoopback() {
        ConfigException e =
                assertThrows(
                        ConfigException.class,
                        () -> Binding.check("router.grpc.host", "10.0.0.5", TlsConfig.off()));
        assertEquals("router.grpc.host", e.problems().getFirst().path());
        assertDoesNotThrow(() -> Binding.check("router.grpc.host", "10.0.0.5", MUTUAL));
        assertDoesNotThrow(() -> Binding.check("router.grpc.host", "127.0.0.1", TlsConfig.off()));
    }

    @Test
    void refusesTlsWithoutItsFiles() {
        Configuration configuration =
                Configuration.parse("tls: {enabled: true, cert: a.pem}", Map.of());
        assertThrows(ConfigException.class, () -> configuration.section("tls", TlsConfig.class));
        assertEquals(TlsConfig.off(), Configuration.defaults(TlsConfig.class));
    }
}
