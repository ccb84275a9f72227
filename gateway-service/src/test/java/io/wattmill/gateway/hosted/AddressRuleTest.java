// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hosted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.Optional;

class AddressRuleTest {

    private static Optional<String> refusal(String address, boolean allowPrivate) {
        return AddressRule.refusal(InetAddress.ofLiteral(address), allowPrivate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "100.100.100.200",
                "192.0.0.192",
                "168.63.129.16",
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::ffff:169.254.169.254",
                "::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "2001::a9fe:a9fe",
                "fe80::1",
                "fec0::1",
                "fd00:ec2::254",
                "ff02::1"
            })
    void refusesMetadataAndNoMachineAtAll(String address) {
        assertTrue(refusal(address, false).isPresent());
        assertTrue(refusal(address, true).isPresent(), "even where private ones are allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "198.18.0.1",
                "fd12::1"
            })
    void allowsThisHostAndPrivateNetworksOnlyWhenTheSiteSaysSo(String address) {
        assertTrue(refusal(address, false).isPresent());
        assertEquals(Optional.empty(), refusal(address, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "11.0.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "192.167.0.1",
                "100.128.0.1",
                "169.253.1.1",
                "2606:4700::6810:84e5",
                "2001:4860:4860::8888"
            })
    void allowsPublicAddresses(String address) {
        assertEquals(Optional.empty(), refusal(address, false));
    }
}
