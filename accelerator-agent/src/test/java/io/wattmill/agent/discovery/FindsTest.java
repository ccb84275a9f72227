// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

class FindsTest {

    @Test
    void enginesThatShareADeviceSaySo() {
        Finds finds =
                finds(
                        found("a", new DeviceClaim.These(List.of("g0", "g1"), "x")),
                        found("b", new DeviceClaim.These(List.of("g1"), "y")),
                        found("c", new DeviceClaim.These(List.of("g2"), "z")),
                        found("d", new DeviceClaim.Unknown("nobody knows")),
                        found("e", new DeviceClaim.These(List.of(), "on none")));

        assertEquals(
                List.of("x; shared with b", "y; shared with a", "z", "nobody knows", "on none"),
                texts(finds));
    }

    @Test
    void anEngineOnAllDevicesSharesThem() {
        Finds finds =
                finds(
                        found("a", new DeviceClaim.WholeNode("all")),
                        found("b", new DeviceClaim.These(List.of("g1"), "y")),
                        found("c", new DeviceClaim.These(List.of(), "on none")));

        assertEquals(List.of("all; shared with b", "y; shared with a", "on none"), texts(finds));
    }

    @Test
    void keepsNoMoreThanItMay() {
        Finds finds =
                finds(
                        found("a", new DeviceClaim.WholeNode("all")),
                        found("b", new DeviceClaim.WholeNode("all")));

        assertEquals(List.of("all"), texts(finds.atMost(1)));
    }

    private static Finds finds(Found... engines) {
        return Stream.of(engines).map(Finds::of).reduce(Finds.NONE, Finds::and);
    }

    private static List<String> texts(Finds finds) {
        return finds.atMost(16).engines().stream().map(it -> it.devices().text()).toList();
    }

    private static Found found(String id, DeviceClaim devices) {
        EngineConfig engine =
                new EngineConfig(
                        id, URI.create("http://h:1"), EngineKind.VLLM, "", List.of(), 1, 256);
        return new Found(engine, devices, "port 1", OptionalLong.empty(), true);
    }
}
