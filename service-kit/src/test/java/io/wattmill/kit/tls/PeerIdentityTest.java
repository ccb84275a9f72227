// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class PeerIdentityTest {

    @Property(tries = 200)
    void readsWhatItWrites(
            @ForAll @StringLength(min = 1, max = 31) @CharRange(from = 'a', to = 'z')
                    String service,
            @ForAll @StringLength(min = 1, max = 128) @CharRange(from = '0', to = '9')
                    String name) {
        PeerIdentity identity = new PeerIdentity(service, name);
        assertEquals(Optional.of(identity), PeerIdentity.parse(identity.uri()));
    }

    @Property(tries = 500)
    void doesNotChokeOnAnyText(@ForAll String text) {
        assertEquals(Optional.empty(), PeerIdentity.parse(text));
    }

    @Test
    void refusesOtherDomainsAndShapes() {
        List.of(
                        "spiffe://elsewhere/agent/n1",
                        "spiffe://wattmill/agent",
                        "spiffe://wattmill/agent/",
                        "spiffe://wattmill/agent/n1/x",
                        "spiffe://wattmill/agent/../router",
                        "spiffe://wattmill/agent/n1\n",
                        "https://wattmill/agent/n1")
                .forEach(uri -> assertEquals(Optional.empty(), PeerIdentity.parse(uri), uri));
    }
}
