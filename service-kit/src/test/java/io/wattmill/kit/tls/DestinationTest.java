// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.ConfigProblem;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Path;

class DestinationTest {

    private static final TlsConfig ON =
            TlsConfig.mutual(Path.of("tls.crt"), Path.of("tls.key"), Path.of("ca.crt"));

    private static ConfigProblem problem(Runnable check) {
        return assertThrows(ConfigException.class, check::run).problems().getFirst();
    }

    private static ConfigProblem problem(String target, TlsConfig tls) {
        return problem(() -> Destination.check("peers.twin-http", URI.create(target), tls));
    }

    @Test
    void callsLoopbackInClearText() {
        assertDoesNotThrow(() -> Destination.check("peers.router", "127.0.0.1", TlsConfig.off()));
        URI near = URI.create("http://[::1]:8092");
        assertDoesNotThrow(() -> Destination.check("peers.twin-http", near, TlsConfig.off()));
    }

    @Test
    void callsAnywhereWithACertificate() {
        assertDoesNotThrow(() -> Destination.check("peers.router", "10.0.0.20", ON));
        URI far = URI.create("https://billing.example.org:8092");
        assertDoesNotThrow(() -> Destination.check("peers.twin-http", far, ON));
    }

    @Test
    void refusesClearTextBeyondLoopbackAndNamesTheSettingAndTheFix() {
        ConfigProblem far =
                problem(() -> Destination.check("peers.router", "10.0.0.20", TlsConfig.off()));
        assertEquals("peers.router", far.path());
        assertTrue(far.toString().contains("tls.enabled"), far.toString());

        ConfigProblem clear = problem("http://billing.example.org:8092", ON);
        assertEquals("peers.twin-http", clear.path());
        assertTrue(clear.toString().contains("write https"), clear.toString());
    }

    @Test
    void refusesHttpsWithoutACertificate() {
        ConfigProblem bare = problem("https://127.0.0.1:8092", TlsConfig.off());
        assertTrue(bare.toString().contains("tls.enabled"), bare.toString());
    }

    @Test
    void refusesWhatIsNoHttpAddress() {
        assertTrue(problem("ftp://127.0.0.1:8092", ON).toString().contains("https://"));
        assertTrue(problem("//127.0.0.1:8092", ON).toString().contains("https://"));
    }
}
