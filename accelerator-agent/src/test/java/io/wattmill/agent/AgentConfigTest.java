// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.discovery.DiscoveryConfig;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.SpreadConfig;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

class AgentConfigTest {

    @Test
    void looksAtDevicesFiveTimesASecondAndReportsBeforeItIsMissed() {
        AgentConfig config = Configuration.defaults(AgentConfig.class);

        assertEquals(Duration.ofMillis(200), config.sampling().devicePeriod());
        assertEquals(Duration.ofMillis(500), config.link().nodeReportPeriod());
        assertEquals(Duration.ofSeconds(1), config.link().meterReportPeriod());
        assertTrue(config.devices().dcgmUrl().isEmpty());
        assertTrue(config.engines().isEmpty());
    }

    @Test
    void readsAnEngineAsAnOperatorWritesIt() {
        AgentConfig config =
                parse(
                        """
                        node-id: gpu-17
                        devices: {dcgm-url: "http://127.0.0.1:9400/metrics"}
                        engines:
                          - id: e
                            url: "http://127.0.0.1:8000/"
                            device-ids: [GPU-a, GPU-b]
                            tensor-parallel: 2
                            spread: {data-parallel: 4, expert-parallel: true}
                        """);
        EngineConfig engine = config.engines().getFirst();

        assertEquals(URI.create("http://127.0.0.1:8000"), engine.url());
        assertEquals(EngineKind.VLLM, engine.kind());
        assertEquals(List.of("GPU-a", "GPU-b"), engine.deviceIds());
        assertEquals(2, engine.tensorParallel());
        assertEquals(new SpreadConfig(1, 4, true), engine.spread());
    }

    @Test
    void readsAKindAsTheFleetWritesIt() {
        for (EngineKind kind : EngineKind.values()) {
            String engine = "{id: e, url: \"http://h:1\", kind: %s}".formatted(kind.wireName());
            assertEquals(kind, parse("engines: [" + engine + "]").engines().getFirst().kind());
        }
    }

    @Test
    void looksForEnginesWhileNoneIsConfigured() {
        DiscoveryConfig discovery = parse("zone: hall-1").discovery();

        assertTrue(discovery.looks(0));
        assertFalse(discovery.looks(1));
        assertTrue(parse("discovery: {mode: always}").discovery().looks(1));
        assertFalse(parse("discovery: {mode: never}").discovery().looks(0));
    }

    @Test
    void asksOnlyAFewPorts() {
        String ports = IntStream.rangeClosed(1, 17).boxed().toList().toString();

        assertThrows(ConfigException.class, () -> parse("discovery: {ports: " + ports + "}"));
        assertThrows(ConfigException.class, () -> parse("discovery: {ports: [65536]}"));
        assertThrows(ConfigException.class, () -> parse("discovery: {ports: [0]}"));
    }

    @Test
    void advertisesAHostAndNothingElse() {
        for (String host : List.of("gpu-17.hall-1", "10.0.0.7", "'[::1]'")) {
            parse("discovery: {advertise: " + host + "}");
        }
        for (String host : List.of("''", "'a b'", "host/path", "host:80", "user@host")) {
            assertThrows(
                    ConfigException.class,
                    () -> parse("discovery: {advertise: " + host + "}"),
                    host);
        }
    }

    @Test
    void refusesEverythingThatIsWrongAtOnce() {
        ConfigException refusal =
                assertThrows(
                        ConfigException.class,
                        () ->
                                parse(
                                        """
                                        devices: {dcgm-url: "nowhere"}
                                        engines: [{id: e, url: "/v1"}]
                                        sampling: {device-period: 1ms}
                                        """));

        assertEquals(3, refusal.problems().size());
    }

    @Test
    void refusesTwoEnginesOfOneName() {
        String engine = "{id: e, url: \"http://127.0.0.1:8000\"}";

        ConfigException refusal =
                assertThrows(
                        ConfigException.class,
                        () -> parse("engines: [" + engine + ", " + engine + "]"));

        assertTrue(refusal.problems().toString().contains("two engines are called e"));
    }

    @Test
    void watchesAnotherNodeWithTheSameBounds() {
        AgentConfig base = parse("sampling: {device-period: 50ms}");
        AgentConfig config =
                base.watching("node-3", "hall-2", Map.of("a", "b"), Optional.empty(), List.of());

        assertEquals("node-3", config.nodeId());
        assertEquals("hall-2", config.zone());
        assertEquals(base.sampling(), config.sampling());
    }

    private static AgentConfig parse(String section) {
        return Configuration.parse("agent:\n" + section.indent(2), Map.of())
                .section("agent", AgentConfig.class);
    }
}
