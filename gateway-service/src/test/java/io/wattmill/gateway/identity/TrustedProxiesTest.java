// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.List;

class TrustedProxiesTest {

    private static final TrustedProxies PROXIES =
            TrustedProxies.of(List.of("10.0.0.0/8", "2001:db8::1"));

    @Test
    void takesTheNearestAddressThatIsNoProxy() {
        assertEquals("10.0.0.1", PROXIES.client("10.0.0.1", List.of()));
        assertEquals("192.0.2.1", PROXIES.client("10.0.0.1", List.of("192.0.2.1")));
        assertEquals(
                "192.0.2.1",
                PROXIES.client("2001:db8:0::1", List.of("198.51.100.7, 192.0.2.1 ,10.0.0.2")));
        assertEquals("192.0.2.1", PROXIES.client("10.0.0.1", List.of("198.51.100.7", "192.0.2.1")));
        assertEquals("10.0.0.3", PROXIES.client("10.0.0.1", List.of("10.0.0.3, 10.0.0.2")));
    }

    @Property
    void nobodyElseIsBelieved(@ForAll String said) {
        assertEquals("192.0.2.9", PROXIES.client("192.0.2.9", List.of(said)));
        assertEquals(
                "192.0.2.9",
                new TrustedProxies(List.of()).client("192.0.2.9", List.of(said, "10.0.0.1")));
    }

    @Property
    void whatAStrangerWroteBeforeItsProxyCountsForNothing(@ForAll String said) {
        assertEquals("192.0.2.9", PROXIES.client("10.0.0.1", List.of(said, "192.0.2.9")));
        assertEquals("192.0.2.9", PROXIES.client("10.0.0.1", List.of(said + ",192.0.2.9")));
    }

    @Test
    void refusesWhatIsNoRange() {
        var wrong =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> TrustedProxies.of(List.of("proxy.example.org")));
        assertTrue(String.valueOf(wrong.getMessage()).contains("10.0.0.0/8"));
    }
}
