// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.fleet.v1.DeviceCondition;
import io.wattmill.contract.fleet.v1.DeviceHealth;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetEvent;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.contract.fleet.v1.NodeHealth;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.fleet.v1.NodeReport;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What agents say of their devices, and what the router does about it. */
class DeviceHealthTest {

    private final RouterHarness harness = new RouterHarness();
    private final List<FleetSnapshot> snapshots = new CopyOnWriteArrayList<>();
    private final List<FleetEvent> happened = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        harness.context
                .bus()
                .subscribe(FleetAddresses.SNAPSHOT, FleetSnapshot.parser(), snapshots::add);
        harness.context
                .bus()
                .<FleetEvent>subscribe(
                        FleetAddresses.EVENT,
                        FleetEvent.parser(),
                        event -> {
                            if (!event.getCode().isEmpty()) {
                                happened.add(event);
                            }
                        });
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private AgentProbe serving(String node) {
        AgentProbe agent =
                new AgentProbe(harness.vertx, harness.links(), node)
                        .hello(RouterHarness.SECRET)
                        .report();
        awaitState(node, NodeState.NODE_STATE_SERVING);
        return agent;
    }

    private void awaitState(String node, NodeState state) {
        Await.until(
                () -> !snapshots.isEmpty() && view(node).getState() == state,
                node + " is " + state);
    }

    private NodeView view(String node) {
        return snapshots.getLast().getNodesList().stream()
                .filter(view -> view.getNodeId().equals(node))
                .findFirst()
                .orElse(NodeView.getDefaultInstance());
    }

    private static void report(AgentProbe agent, DeviceHealth health) {
        agent.send(
                NodeMessage.newBuilder()
                        .setReport(
                                NodeReport.newBuilder()
                                        .setHealth(NodeHealth.NODE_HEALTH_SUSPECT)
                                        .addEngines(
                                                EngineState.newBuilder()
                                                        .setEngineId("e0")
                                                        .setReachable(true))
                                        .addConditions(
                                                DeviceCondition.newBuilder()
                                                        .setDeviceId("gpu-0")
                                                        .setHealth(health)
                                                        .setReason("XID 48")))
                        .build());
    }

    private PlaceReply place(String id) {
        return Await.await(
                harness.placement()
                        .place(
                                PlaceRequest.newBuilder()
                                        .setRequestId(id)
                                        .setAttempt(1)
                                        .setModel("llama-3.1-8b")
                                        .setPromptTokens(500)
                                        .setMaxOutputTokens(64)
                                        .build()));
    }

    private static void event(AgentProbe agent, String boot, long sequence, String text) {
        agent.send(
                NodeMessage.newBuilder()
                        .setEvent(
                                NodeEvent.newBuilder()
                                        .setBootId(boot)
                                        .setSequence(sequence)
                                        .setOccurredAtUs(77)
                                        .setCode("xid.48")
                                        .setSubject("gpu-0")
                                        .setText(text))
                        .build());
    }

    private static List<Long> taken(AgentProbe agent) {
        return agent.commands.stream()
                .filter(NodeCommand::hasEventTaken)
                .map(command -> command.getEventTaken().getSequence())
                .toList();
    }

    @Test
    void placesNothingOnAnEngineWhoseDeviceDrainsAndSaysWhy() {
        AgentProbe sick = serving("n1");
        serving("n2");
        report(sick, DeviceHealth.DEVICE_HEALTH_DRAINING);
        awaitState("n1", NodeState.NODE_STATE_DEGRADED);

        assertEquals("e0: gpu-0 draining (XID 48)", view("n1").getReason());
        for (int i = 0; i < 10; i++) {
            assertEquals("n2", place("r" + i).getPlaced().getNodeId());
        }
        report(sick, DeviceHealth.DEVICE_HEALTH_DOWN);
        Await.until(() -> view("n1").getReason().contains("down"), "the device to be down");
    }

    @Test
    void placesOnADeviceThatIsWatchedOrHasRecovered() {
        AgentProbe watched = serving("n1");
        report(watched, DeviceHealth.DEVICE_HEALTH_DRAINING);
        awaitState("n1", NodeState.NODE_STATE_DEGRADED);
        report(watched, DeviceHealth.DEVICE_HEALTH_RECOVERED);
        Await.until(() -> place("r1").hasPlaced(), "work for a device that has recovered");
        report(watched, DeviceHealth.DEVICE_HEALTH_SUSPECT);
        assertTrue(place("r2").hasPlaced());
    }

    @Test
    void publishesNoMoreOfANodeInAMinuteThanItMay() {
        AgentProbe agent = serving("n1");
        for (int i = 1; i <= 130; i++) {
            event(agent, "boot-1", i, "again");
        }
        Await.until(() -> taken(agent).size() == 130, "every event to be taken");
        String text = harness.context.metrics().scrape();
        assertTrue(
                text.contains("wattmill_limit_hits_total{limit=\"router.fleet.max-events\"} 10.0"));
        Await.until(() -> happened.size() == 120, "as many as may be published");
    }

    @Test
    void publishesWhatHappenedOnceHoweverOftenItIsSent() {
        AgentProbe agent = serving("n1");
        event(agent, "boot-0", 7, "left over from an earlier run");
        event(agent, "boot-1", 1, "first");
        event(agent, "boot-1", 1, "first");
        event(agent, "boot-1", 2, "x".repeat(10_000));
        Await.until(() -> taken(agent).size() == 4, "every event to be taken");
        Await.until(() -> happened.size() == 3, "three events");

        assertEquals(List.of(7L, 1L, 1L, 2L), taken(agent));
        FleetEvent first = happened.get(1);
        assertEquals("n1", first.getNodeId());
        assertEquals("gpu-0", first.getSubject());
        assertEquals("first", first.getReason());
        assertEquals(77, first.getOccurredAtUs());
        assertEquals(500, happened.get(2).getReason().length());
    }
}
