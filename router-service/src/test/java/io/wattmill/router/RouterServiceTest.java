// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.StatusException;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetEvent;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeCommand.KindCase;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeLink;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.ObserveSummary;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Placement;
import io.wattmill.contract.placement.v1.Unplaced;
import io.wattmill.contract.placement.v1.Unplaced.Reason;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.Median;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

class RouterServiceTest {
    private final RouterHarness harness = new RouterHarness();
    private final List<FleetSnapshot> snapshots = new CopyOnWriteArrayList<>();
    private final List<FleetEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        harness.context
                .bus()
                .subscribe(FleetAddresses.SNAPSHOT, FleetSnapshot.parser(), snapshots::add);
        harness.context.bus().subscribe(FleetAddresses.EVENT, FleetEvent.parser(), events::add);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private AgentProbe agent(NodeLink link, String node) {
        return new AgentProbe(harness.vertx, link, node);
    }

    private AgentProbe serving(String node) {
        AgentProbe agent = agent(harness.links(), node).hello(RouterHarness.SECRET).report();
        awaitState(node, NodeState.NODE_STATE_SERVING);
        return agent;
    }

    /** Time as a router lives it that never stands still: it looks for silence after each step. */
    private void pass(long ms) {
        for (long passed = 0; passed < ms; passed += 200) {
            harness.ticker.advance(Duration.ofMillis(200));
            int seen = snapshots.size();
            Await.until(() -> snapshots.size() >= seen + 2, "two more snapshots");
        }
    }

    private void awaitState(String node, NodeState state) {
        Await.until(() -> state(node).equals(Optional.of(state)), node + " is " + state);
    }

    private Optional<NodeState> state(String node) {
        return snapshots.stream()
                .reduce((_, last) -> last)
                .flatMap(
                        view ->
                                view.getNodesList().stream()
                                        .filter(n -> n.getNodeId().equals(node))
                                        .map(n -> n.getState())
                                        .findFirst());
    }

    private static PlaceRequest request(String id) {
        return PlaceRequest.newBuilder()
                .setRequestId(id)
                .setAttempt(1)
                .setModel("llama-3.1-8b")
                .setPromptTokens(500)
                .setMaxOutputTokens(64)
                .build();
    }

    private static PlaceReply place(Placement placement, String id) {
        return Await.await(placement.place(request(id)));
    }

    @Test
    void greetsAnAgentOverGrpcAndTellsItWhatItsEngineCosts() {
        AgentProbe agent = serving("n1");
        agent.awaitCommand(KindCase.ACCEPTED);
        agent.awaitCommand(KindCase.ENERGY_PRIOR);
        assertEquals(500, agent.commands.getFirst().getAccepted().getReportIntervalMs());
        var prior = agent.commands.get(1).getEnergyPrior();
        assertEquals("e0", prior.getEngineId());
        assertEquals("engine-model", prior.getCoefficients().getMethod());
        assertTrue(prior.getCoefficients().getPrefillUjPerToken() > 0);
    }

    @Test
    void publishesAChangeAtOnceAndNotAtTheNextPeriod() {
        harness.restart(Map.of("WATTMILL_ROUTER_FLEET_SNAPSHOT_PERIOD", "1h"));
        snapshots.clear();
        serving("n1");
        serving("n2");
        Await.until(() -> snapshots.getLast().getNodesCount() == 2, "both nodes");
    }

    @Test
    void showsWhatANodeSaysAnewInTheNextSnapshot() {
        AgentProbe agent = serving("n1");
        agent.report(3);
        Await.until(() -> shown().getEngines(0).getState().getRunning() == 3, "a report");
        assertEquals("a", shown().getZone());
        agent.send(
                NodeMessage.newBuilder()
                        .setHello(agent.helloOf(RouterHarness.SECRET).setZone("b"))
                        .build());
        Await.until(() -> shown().getZone().equals("b"), "the new zone");
        assertEquals("llama-3.1-8b", shown().getEngines(0).getModels(0).getModel());
    }

    private NodeView shown() {
        return snapshots.getLast().getNodes(0);
    }

    @Test
    void countsReportsAndTellsTheAgeOfTheOldest() {
        AgentProbe fresh = serving("n1");
        serving("n2");
        double before = reports();
        pass(800);
        fresh.report();
        Await.until(() -> reports() == before + 1, "one more report");
        Await.until(() -> Math.abs(oldestSeconds() - 0.8) < 1e-6, "the age of the other's");
        pass(1_000);
        awaitState("n2", NodeState.NODE_STATE_DOWN);
        Await.until(() -> Math.abs(oldestSeconds() - 1.0) < 1e-6, "down ones do not count");
    }

    private double reports() {
        return harness.context.metrics().get("wattmill_router_reports").counter().count();
    }

    private double oldestSeconds() {
        return harness.context
                .metrics()
                .get("wattmill_router_oldest_report_age_seconds")
                .gauge()
                .value();
    }

    @Test
    void sendsANewEnergyPriorWhenAnEngineIsUsedAtAnotherBatch() {
        AgentProbe agent = serving("n1");
        for (int i = 0; i < 20; i++) {
            agent.report(64);
        }
        Await.until(() -> lastPriorVersion(agent) == 64, "a prior for a batch of 64");
        long told = agent.commands.stream().filter(c -> c.hasEnergyPrior()).count();
        assertEquals(2, told);
    }

    @ParameterizedTest
    @CsvSource({"2, 1, vllm", "1, 2, vllm", "1, 1, sglang"})
    void sendsTheEnergyPriorOfAnEngineThatWasStartedOtherwiseAtTheSameBatch(
            int tensor, int pipeline, String kind) {
        AgentProbe agent = serving("n1");
        agent.awaitCommand(KindCase.ENERGY_PRIOR);
        var first = agent.commands.getLast().getEnergyPrior().getCoefficients();
        NodeHello.Builder anew = agent.helloOf(RouterHarness.SECRET);
        anew.getEnginesBuilder(0)
                .setTensorParallel(tensor)
                .setPipelineParallel(pipeline)
                .setKind(kind);
        agent.send(NodeMessage.newBuilder().setHello(anew).build());

        Await.until(
                () -> agent.commands.stream().filter(c -> c.hasEnergyPrior()).count() == 2,
                "another prior");
        var second = agent.commands.getLast().getEnergyPrior().getCoefficients();
        assertEquals(first.getVersion(), second.getVersion());
        assertNotEquals(first, second);
    }

    private static long lastPriorVersion(AgentProbe agent) {
        return agent.commands.getLast().getEnergyPrior().getCoefficients().getVersion();
    }

    @Test
    void placesOverGrpcAndSaysWhy() {
        serving("n1");
        PlaceReply reply = place(harness.placement(), "r1");
        assertEquals("http://127.0.0.1:18001", reply.getPlaced().getUrl());
        assertEquals("llama-3.1-8b", reply.getPlaced().getUpstreamModel());
        assertTrue(reply.getPlaced().getPrediction().getTtftUs() > 1_000);
        assertTrue(reply.getPlaced().getPrediction().getEnergyUj() > 0);
        assertTrue(reply.getPlaced().getDecision().getCandidates(0).getChosen());
        assertEquals("least-ttft", reply.getPlaced().getDecision().getMode());
    }

    @Test
    void placesOnTheTermsThatAreAskedForAndNamesTheModesThereAre() {
        serving("n1");
        PlaceRequest batch = request("r1").toBuilder().setMode("efficiency").build();
        PlaceReply reply = Await.await(harness.placement().place(batch));
        assertEquals("efficiency", reply.getPlaced().getDecision().getMode());

        var refused =
                assertThrows(
                        InvalidStatusException.class,
                        () -> {
                            PlaceRequest cheap = request("r2").toBuilder().setMode("cheap").build();
                            Await.await(harness.placement().place(cheap));
                        });
        assertEquals(GrpcStatus.INVALID_ARGUMENT, refused.actualStatus());
        var local =
                harness.router.placement().place(request("r3").toBuilder().setCost("x").build());
        String message = ((StatusException) local.cause()).message();
        assertTrue(message.contains("carbon, joules, price"), message);
    }

    @Test
    void tellsHowMuchOfAPromptItExpectsToBeCached() {
        serving("n1");
        PlaceRequest.Builder asked = request("r1").toBuilder().setPromptTokens(1_000);
        for (long block = 1; block <= 3; block++) {
            asked.addPrefixBlocks(-block);
        }
        PlaceReply first = Await.await(harness.placement().place(asked.build()));
        assertEquals(0, first.getPlaced().getDecision().getCandidates(0).getPrefixHitPpm());
        asked.setRequestId("r2").addPrefixBlocks(-4);
        PlaceReply second = Await.await(harness.placement().place(asked.build()));
        assertEquals(768_000, second.getPlaced().getDecision().getCandidates(0).getPrefixHitPpm());
        assertEquals(768, second.getPlaced().getPrediction().getCachedTokens());
    }

    @Test
    void placesForACallerInTheSameProcess() {
        serving("n1");
        assertEquals("n1", place(harness.router.placement(), "r1").getPlaced().getNodeId());
    }

    @Test
    void takesASilentNodeOutWithinTwoSecondsAndCutsItsConnection() {
        AgentProbe silent = serving("n1");
        pass(1_400);
        assertTrue(place(harness.placement(), "r1").hasPlaced());
        pass(200);
        silent.awaitEnd();
        awaitState("n1", NodeState.NODE_STATE_DOWN);
        PlaceReply reply = place(harness.placement(), "r2");
        assertEquals(Reason.REASON_NO_NODE, reply.getUnplaced().getReason());
        assertEquals(1_000, reply.getUnplaced().getRetryAfterMs());
    }

    @Test
    void deniesAModelOnlyWhenItsAgentsHadTimeToComeBack() {
        PlaceReply early = place(harness.placement(), "r1");
        assertEquals(Reason.REASON_NO_NODE, early.getUnplaced().getReason());
        pass(10_000);
        PlaceReply late = place(harness.placement(), "r2");
        assertEquals(Reason.REASON_UNKNOWN_MODEL, late.getUnplaced().getReason());
    }

    @Test
    void rebuildsTheFleetFromItsAgentsWithinTwoSecondsOfARestart() {
        assertTrue(Median.of(3, this::nanosToRebuildTheFleet) < 2_000_000_000L);
    }

    private long nanosToRebuildTheFleet() {
        List<AgentProbe> before = List.of(serving("n1"), serving("n2"));
        long started = System.nanoTime();
        harness.restart();
        before.forEach(AgentProbe::awaitEnd);
        Unplaced waiting = place(harness.placement(), "r1").getUnplaced();
        assertEquals(Reason.REASON_NO_NODE, waiting.getReason());
        assertEquals(1_000, waiting.getRetryAfterMs());
        List<AgentProbe> after = before.stream().map(this::another).toList();
        Placement placement = harness.placement();
        Await.until(() -> place(placement, "r2").hasPlaced(), "the fleet is back");
        long took = System.nanoTime() - started;
        after.forEach(AgentProbe::leave);
        after.forEach(agent -> awaitState(agent.node, NodeState.NODE_STATE_DOWN));
        return took;
    }

    private AgentProbe another(AgentProbe old) {
        return agent(harness.links(), old.node).hello(RouterHarness.SECRET).report();
    }

    @Test
    void takesANodeOutAtOnceWhenItsAgentLeaves() {
        AgentProbe agent = serving("n1");
        agent.leave();
        awaitState("n1", NodeState.NODE_STATE_DOWN);
        Await.until(
                () -> events.stream().anyMatch(e -> e.getTo() == NodeState.NODE_STATE_DOWN),
                "an event says so");
        assertEquals("agent left", events.getLast().getReason());
    }

    @Test
    void refusesAnAgentWithAWrongSecret() {
        AgentProbe stranger = agent(harness.links(), "n1").hello("guess").report();
        stranger.awaitCommand(KindCase.REFUSED);
        stranger.awaitEnd();
        assertFalse(place(harness.placement(), "r1").hasPlaced());
    }

    @Test
    void refusesAReportBeforeAHello() {
        AgentProbe rude = agent(harness.links(), "n1").report();
        rude.awaitCommand(KindCase.REFUSED);
        assertEquals("a report before a hello", rude.commands.getFirst().getRefused().getReason());
    }

    @Test
    void refusesAHelloThatSaysTooMuchOrNothing() {
        AgentProbe wordy = agent(harness.links(), "n1");
        var hello = wordy.helloOf(RouterHarness.SECRET);
        for (int i = 0; i < 65; i++) {
            hello.putLabels("label-" + i, "x");
        }
        wordy.send(NodeMessage.newBuilder().setHello(hello).build());
        wordy.awaitCommand(KindCase.REFUSED);
        String text = harness.context.metrics().scrape();
        assertTrue(text.contains("wattmill_limit_hits_total{limit=\"router.fleet.max-labels\"}"));

        AgentProbe mute = agent(harness.links(), "");
        mute.hello(RouterHarness.SECRET);
        mute.awaitCommand(KindCase.REFUSED);
    }

    @Test
    void letsTheNewestConnectionOfANodeWin() {
        AgentProbe first = serving("n1");
        AgentProbe second = agent(harness.links(), "n1").hello(RouterHarness.SECRET);
        first.awaitCommand(KindCase.REFUSED);
        first.awaitEnd();
        second.report();
        awaitState("n1", NodeState.NODE_STATE_SERVING);
        assertTrue(place(harness.placement(), "r1").hasPlaced());
        assertFalse(second.over);
    }

    private static NodeMessage helloOfRival(AgentProbe probe) {
        return NodeMessage.newBuilder()
                .setHello(probe.helloOf(RouterHarness.SECRET).setBootId("boot-of-another"))
                .build();
    }

    @Test
    void refusesASecondAgentOfANodeUntilTheFirstIsGone() {
        AgentProbe first = serving("n1");
        AgentProbe second = agent(harness.links(), "n1");
        second.send(helloOfRival(second));
        second.awaitCommand(KindCase.REFUSED);
        String reason = second.commands.getFirst().getRefused().getReason();
        assertTrue(reason.contains("is taken by the agent on 127.0.0.1 (boot boot-1)"), reason);
        assertTrue(reason.contains("(boot boot-of-another)"), reason);
        assertFalse(first.over);
        assertTrue(harness.context.metrics().scrape().contains("wattmill_router_duplicate_nodes"));

        first.leave();
        awaitState("n1", NodeState.NODE_STATE_DOWN);
        AgentProbe third = agent(harness.links(), "n1");
        third.send(helloOfRival(third));
        third.awaitCommand(KindCase.ACCEPTED);
    }

    @Test
    void readsAFloodOfReportsNoFasterThanItMay() {
        AgentProbe flood = serving("n1");
        for (int i = 0; i < 40; i++) {
            flood.report(i);
        }
        Await.until(
                () ->
                        harness.context
                                .metrics()
                                .scrape()
                                .contains("limit=\"router.fleet.report-interval\""),
                "reports beyond the burst are dropped");
        awaitState("n1", NodeState.NODE_STATE_SERVING);
        assertFalse(flood.over);
    }

    @Test
    void cutsAnAgentThatSaysHelloWithoutEnd() {
        serving("n2");
        AgentProbe flood = serving("n1");
        for (int i = 0; i < 60; i++) {
            flood.hello(RouterHarness.SECRET);
        }
        flood.awaitEnd();
        awaitState("n1", NodeState.NODE_STATE_DOWN);
        awaitState("n2", NodeState.NODE_STATE_SERVING);
        serving("n1");
    }

    @Test
    void refusesAReportThatCannotBeTrueAndSaysSo() {
        AgentProbe liar = serving("n1");
        serving("n2");
        liar.report(-1);
        awaitState("n1", NodeState.NODE_STATE_DEGRADED);
        Await.until(
                () -> {
                    String text = harness.context.metrics().scrape();
                    return text.contains("refused_reports_total{reason=\"negative\"} 1.0");
                },
                "the refused report is counted");
        assertTrue(place(harness.placement(), "r1").hasPlaced());
    }

    @Test
    void drainsANodeByTellingItsAgentAndGivesItNothingMore() {
        AgentProbe agent = serving("n1");
        serving("n2");
        assertTrue(Await.await(harness.router.drain("n1", "operator")));
        agent.awaitCommand(KindCase.DRAIN);
        awaitState("n1", NodeState.NODE_STATE_DRAINING);
        for (int i = 0; i < 10; i++) {
            assertEquals("n2", place(harness.placement(), "r" + i).getPlaced().getNodeId());
        }
        assertTrue(Await.await(harness.router.resume("n1")));
        agent.awaitCommand(KindCase.RESUME);
        awaitState("n1", NodeState.NODE_STATE_SERVING);
        assertFalse(Await.await(harness.router.drain("stranger", "operator")));
    }

    @Test
    void tellsAnAgentThatReconnectsToGoOnDraining() {
        AgentProbe agent = serving("n1");
        Await.await(harness.router.drain("n1", "operator"));
        agent.leave();
        awaitState("n1", NodeState.NODE_STATE_DOWN);
        agent(harness.links(), "n1").hello(RouterHarness.SECRET).awaitCommand(KindCase.DRAIN);
    }

    @Test
    void releasesWorkAndLearnsFromWhatGatewaysObserve() {
        serving("n1");
        place(harness.placement(), "r1");
        Feed<Observation> observations = Feed.of(harness.vertx, 100);
        var summary = harness.placement().observe(observations);
        Await.until(() -> inFlight("n1") == 1, "the request is in flight");
        observations.offer(observation(0).setStarted(Observation.Started.newBuilder()).build());
        observations.offer(
                observation(20_000).setFirstToken(Observation.FirstToken.newBuilder()).build());
        observations.offer(
                observation(90_000).setFinished(Observation.Finished.newBuilder()).build());
        Await.until(() -> inFlight("n1") == 0, "the request has ended");
        observations.end();
        ObserveSummary told = Await.await(summary);
        assertEquals(3, told.getReceived());
        String text = harness.context.metrics().scrape();
        assertTrue(text.contains("wattmill_router_prediction_ratio_count{what=\"ttft\"} 1"));
        assertTrue(text.contains("wattmill_router_decisions_total{outcome=\"placed\"}"));
        assertTrue(text.contains("wattmill_router_nodes{state=\"serving\"} 1"));
        Await.until(
                () ->
                        scrape().contains(
                                        "wattmill_router_prediction_bias{kind=\"llama-3.1-8b"
                                                + " 1xh100"),
                "the error of its kind");
        assertEquals(1, shown().getEngines(0).getTtftPrediction().getObserved());
        assertTrue(text.contains("wattmill_router_place_seconds_bucket"));
    }

    private String scrape() {
        return harness.context.metrics().scrape();
    }

    @Test
    void countsWhatGatewaysSayOfTheirBreakers() {
        Feed<Observation> observations = Feed.of(harness.vertx, 100);
        var summary = harness.placement().observe(observations);
        observations.offer(
                Observation.newBuilder()
                        .setNodeId("n1")
                        .setEngineId("e0")
                        .setBreaker(
                                Observation.BreakerChanged.newBuilder()
                                        .setState(Observation.BreakerChanged.State.STATE_HALF_OPEN)
                                        .setReason("status-500"))
                        .build());
        observations.end();
        assertEquals(1, Await.await(summary).getReceived());
        String text = harness.context.metrics().scrape();
        assertTrue(
                text.contains("wattmill_router_breaker_changes_total{state=\"half_open\"} 1"),
                text);
    }

    private static Observation.Builder observation(long afterUs) {
        return Observation.newBuilder()
                .setRequestId("r1")
                .setAttempt(1)
                .setNodeId("n1")
                .setEngineId("e0")
                .setAtUs(1_000_000_000L + afterUs);
    }

    private long inFlight(String node) {
        return snapshots.getLast().getNodesList().stream()
                .filter(n -> n.getNodeId().equals(node))
                .mapToLong(n -> n.getEngines(0).getInFlight())
                .sum();
    }

    @Test
    void avoidsAnEngineThatFailedARequestUntilItHasCooledDown() {
        serving("n1");
        place(harness.placement(), "r1");
        Feed<Observation> observations = Feed.of(harness.vertx, 100);
        harness.placement().observe(observations);
        observations.offer(
                observation(5)
                        .setFailed(Observation.Failed.newBuilder().setReason("connection refused"))
                        .build());
        awaitState("n1", NodeState.NODE_STATE_DEGRADED);
        assertEquals(
                "no node can take llama-3.1-8b now: failed a request (connection refused)",
                place(harness.placement(), "r2").getUnplaced().getMessage());
        harness.ticker.advance(Duration.ofSeconds(1));
        serving("n1");
        awaitState("n1", NodeState.NODE_STATE_SERVING);
        assertTrue(place(harness.placement(), "r3").hasPlaced());
    }

    @Test
    void refusesARequestWithoutAModel() {
        var call = harness.placement().place(PlaceRequest.newBuilder().setRequestId("r").build());
        InvalidStatusException e =
                assertThrows(InvalidStatusException.class, () -> Await.await(call));
        assertEquals(GrpcStatus.INVALID_ARGUMENT, e.actualStatus());
    }

    @Test
    void refusesNewWorkWhileItDrainsAndWaitsForWhatIsThere() {
        serving("n1");
        place(harness.placement(), "r1");
        Await.await(harness.router.drain());
        PlaceReply reply = place(harness.placement(), "r2");
        assertEquals("this router is shutting down", reply.getUnplaced().getMessage());
    }
}
