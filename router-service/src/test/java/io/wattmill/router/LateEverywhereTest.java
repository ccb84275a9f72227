// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Slo;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** Requests that no engine would serve in time are counted, as their decisions tell. */
class LateEverywhereTest {
    private final RouterHarness harness =
            new RouterHarness(
                    """
                      placement:
                        mode: balanced
                    """);

    @BeforeEach
    void join() {
        new AgentProbe(harness.vertx, harness.links(), "n1").hello(RouterHarness.SECRET).report();
        Await.until(() -> place("first", 500, Slo.getDefaultInstance()).hasPlaced(), "a node");
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private PlaceReply place(String id, long promptTokens, Slo slo) {
        return Await.await(
                harness.placement()
                        .place(
                                PlaceRequest.newBuilder()
                                        .setRequestId(id)
                                        .setAttempt(1)
                                        .setModel("llama-3.1-8b")
                                        .setPromptTokens(promptTokens)
                                        .setMaxOutputTokens(64)
                                        .setSlo(slo)
                                        .build()));
    }

    private double counted(String to) {
        return harness.context
                .metrics()
                .counter("wattmill_router_late_everywhere", "model", "llama-3.1-8b", "to", to)
                .count();
    }

    /** Only behind what runs is there a line. */
    private void firstToken() {
        Feed<Observation> told = Feed.of(harness.vertx, 1);
        var summary = harness.placement().observe(told);
        told.offer(
                Observation.newBuilder()
                        .setRequestId("first")
                        .setAttempt(1)
                        .setNodeId("n1")
                        .setEngineId("e0")
                        .setAtUs(harness.clock.nowUs())
                        .setFirstToken(Observation.FirstToken.newBuilder())
                        .build());
        told.end();
        Await.await(summary);
    }

    @Test
    void countsWhatJoinsALineBecauseMoreIsAskedThanIsDoneInTime() {
        firstToken();
        Slo twoSeconds = Slo.newBuilder().setTtftUs(2_000_000).setTpotUs(50_000).build();
        List<String> notes =
                IntStream.range(0, 12)
                        .mapToObj(i -> place("r" + i, 20_000, twoSeconds))
                        .map(reply -> reply.getPlaced().getDecision().getCandidates(0).getNote())
                        .toList();
        long joined = notes.stream().filter(note -> note.startsWith("late everywhere")).count();
        assertTrue(joined > 0 && joined < notes.size(), notes::toString);
        assertEquals(joined, counted("line"), notes::toString);
        assertTrue(counted("least-late") > 0, "lines have an end: " + notes);
    }

    @Test
    void countsWhatIsPromisedSoonerThanAnyEngineCan() {
        place("r1", 20_000, Slo.newBuilder().setTtftUs(1_000).setTpotUs(50_000).build());
        assertEquals(1, counted("least-late"));
        assertEquals(0, counted("line"));
    }

    @Test
    void countsNothingThatIsServedInTime() {
        place("r1", 500, Slo.newBuilder().setTtftUs(2_000_000).setTpotUs(50_000).build());
        assertEquals(0, counted("line") + counted("least-late"));
    }
}
