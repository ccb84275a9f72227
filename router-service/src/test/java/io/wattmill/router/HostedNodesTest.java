// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.fleet.v1.EngineInfo;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeCommand.KindCase;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.contract.placement.v1.Unplaced;
import io.wattmill.kit.config.ConfigException;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hosted APIs in a fleet, through the router's doors. */
class HostedNodesTest {
    private static final String HOSTED =
            """
              hosted:
                nodes:
                  far-api:
                    zone: us
                    labels:
                      terms: no-training
                    models:
                      llama-3.1-8b:
                        upstream-model: meta/llama-8b
                        input: "0.15"
                        output: "0.60"
                      only-there:
                        context-tokens: 1000
                        input: "1"
                        cached-input: "0.25"
                        output: "4"
            """;

    private final RouterHarness harness = new RouterHarness(HOSTED);
    private final List<FleetSnapshot> snapshots = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        harness.close();
    }

    private void gather() {
        harness.context
                .bus()
                .subscribe(FleetAddresses.SNAPSHOT, FleetSnapshot.parser(), snapshots::add);
        harness.ticker.advance(Duration.ofSeconds(2));
        Await.until(
                () -> !snapshots.isEmpty() && view().getState() == NodeState.NODE_STATE_SERVING,
                "the API serves");
    }

    private NodeView view() {
        return snapshots.getLast().getNodes(0);
    }

    private PlaceReply place(String model, Map<String, String> labels) {
        return Await.await(
                harness.placement()
                        .place(
                                PlaceRequest.newBuilder()
                                        .setRequestId("r" + labels.size() + model)
                                        .setAttempt(1)
                                        .setModel(model)
                                        .setPromptTokens(500)
                                        .setMaxOutputTokens(64)
                                        .putAllRequiredLabels(labels)
                                        .build()));
    }

    @Test
    void tellsTheModelsNameThereAndItsPriceAndNoAddress() {
        gather();
        Placed placed = place("llama-3.1-8b", Map.of()).getPlaced();
        assertEquals("far-api", placed.getNodeId());
        assertEquals("hosted", placed.getEngineKind());
        assertEquals("", placed.getUrl());
        assertEquals("meta/llama-8b", placed.getUpstreamModel());
        assertEquals("0.15", placed.getProviderPrice().getInputPerMtok());
        assertEquals("0.15", placed.getProviderPrice().getCacheReadPerMtok());
        assertEquals("0.60", placed.getProviderPrice().getOutputPerMtok());
        assertEquals("unmetered", placed.getCoefficients().getMethod());
        assertEquals("only-there", place("only-there", Map.of()).getPlaced().getUpstreamModel());
    }

    @Test
    void isANodeOfTheFleetWithItsZoneAndLabels() {
        gather();
        assertEquals("us", view().getZone());
        assertEquals("true", view().getLabelsOrThrow("hosted"));
        assertEquals("no-training", view().getLabelsOrThrow("terms"));
        assertEquals(0, view().getPowerMw());
        assertTrue(view().getEngines(0).getState().getReachable());
        assertEquals(Unplaced.Reason.REASON_CONSTRAINT, reason(Map.of("zone", "eu")));
        assertTrue(place("llama-3.1-8b", Map.of("zone", "us")).hasPlaced());
    }

    private Unplaced.Reason reason(Map<String, String> labels) {
        return place("llama-3.1-8b", labels).getUnplaced().getReason();
    }

    @Test
    void givesTheSitesOwnNodesTimeToComeBackFirst() {
        PlaceReply early = place("llama-3.1-8b", Map.of());
        assertEquals(Unplaced.Reason.REASON_NO_NODE, early.getUnplaced().getReason());
        assertTrue(early.getUnplaced().getRetryAfterMs() > 0);
        gather();
        assertTrue(place("only-there", Map.of()).hasPlaced());
    }

    @Test
    void staysAsLongAsTheRouterDoes() {
        gather();
        for (int i = 0; i < 10; i++) {
            int seen = snapshots.size();
            harness.ticker.advance(Duration.ofMillis(400));
            Await.until(() -> snapshots.size() >= seen + 2, "two more snapshots");
        }
        assertEquals(NodeState.NODE_STATE_SERVING, view().getState());
    }

    @Test
    void takesNoWorkWhileTheOperatorDrainsIt() {
        gather();
        assertTrue(Await.await(harness.router.drain("far-api", "operator")));
        assertEquals(Unplaced.Reason.REASON_NO_NODE, reason(Map.of()));
        assertTrue(Await.await(harness.router.resume("far-api")));
        assertTrue(place("only-there", Map.of()).hasPlaced());
    }

    @Test
    void letsNoAgentSpeakForAHostedApi() {
        AgentProbe impostor = new AgentProbe(harness.vertx, harness.links(), "far-api");
        impostor.hello(RouterHarness.SECRET);
        impostor.awaitCommand(KindCase.REFUSED);
        AgentProbe inventor = new AgentProbe(harness.vertx, harness.links(), "n1");
        NodeHello.Builder hello = inventor.helloOf(RouterHarness.SECRET);
        EngineInfo.Builder engine = hello.getEnginesBuilder(0).setKind("hosted");
        inventor.send(NodeMessage.newBuilder().setHello(hello.setEngines(0, engine)).build());
        inventor.awaitCommand(KindCase.REFUSED);
        assertEquals(
                "only router.hosted.nodes names hosted APIs",
                inventor.commands.getFirst().getRefused().getReason());
        gather();
        assertFalse(
                snapshots.getLast().getNodesList().stream()
                        .anyMatch(node -> node.getNodeId().equals("n1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{models: {}}",
                "{models: {m: {input: '-1', output: '1'}}}",
                "{models: {m: {input: '1', output: '2000000'}}}",
                "{models: {m: {input: '1'}}}",
                "{models: {m: {input: '1', output: '1'}}, max-in-flight: 0}"
            })
    void refusesAnApiWithoutModelsOrWithOddPrices(String api) {
        String yaml = "router: {hosted: {nodes: {x: " + api + "}}}";
        assertThrows(
                ConfigException.class,
                () -> Configuration.parse(yaml, Map.of()).section("router", RouterConfig.class));
    }
}
