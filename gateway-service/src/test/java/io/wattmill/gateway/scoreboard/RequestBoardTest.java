// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.gateway.admission.TierConfig;
import io.wattmill.gateway.scoreboard.RequestBoard.Ending;
import io.wattmill.gateway.scoreboard.RequestBoard.Served;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

class RequestBoardTest {

    private static final long MINUTE = 60_000_000_000L;
    private static final long S = 1_000_000L;
    private static final TierConfig FAST =
            new TierConfig(Duration.ofMillis(50), Duration.ofMillis(40), 900_000);
    private final RequestBoard board =
            new RequestBoard(
                    Configuration.defaults(BoardConfig.class),
                    Map.of("fast", FAST),
                    Duration.ofSeconds(10));

    @Test
    void aMinuteIsUpWhenNinetyNineOfAHundredGotTheirTokenInTime() {
        for (int i = 0; i < 99; i++) {
            end(Ending.COMPLETED, 200, 100, 0);
            end(Ending.COMPLETED, 200, 100, MINUTE);
        }
        end(Ending.FAILED, 503, -1, 0);
        end(Ending.FAILED, 503, -1, MINUTE);
        end(Ending.COMPLETED, 200, 11_000, MINUTE);
        var up = board.read(MINUTE).uptime();
        assertEquals(2, up.allMinutes());
        assertEquals(1, up.goodMinutes());
    }

    @Test
    void aWrongRequestAndAnImpatientCallerSayNothingOfTheFactory() {
        end(Ending.FAILED, 404, -1, 0);
        end(Ending.LEFT, 499, -1, 0);
        assertEquals(0, board.read(0).uptime().all());
        end(Ending.LEFT, 499, 100, 0);
        assertEquals(1, board.read(0).uptime().good());
        assertEquals(0, standard(0).streams().all());
    }

    @Test
    void aStreamMeetsItsObjectiveWithBothItsTimes() {
        end(Ending.COMPLETED, 200, 500, 0);
        end(Ending.COMPLETED, 200, 501, 0);
        board.ended("m", new Served("", true, Ending.COMPLETED, 200, OptionalLong.of(0), S, 3), 0);
        assertEquals(3, standard(0).streams().all());
        assertEquals(1, standard(0).streams().good());
        assertEquals(0, standard(61 * MINUTE).streams().all());
    }

    @Test
    void eachTierHasItsOwnObjectiveAndBudget() {
        for (int i = 0; i < 100; i++) {
            end(Ending.COMPLETED, 200, 100, 0);
        }
        for (int i = 0; i < 20; i++) {
            long ttftUs = i == 0 ? 51_000 : 50_000;
            var served =
                    new Served(
                            "fast", true, Ending.COMPLETED, 200, OptionalLong.of(ttftUs), S, 100);
            board.ended("m", served, 0);
        }
        assertEquals(Optional.of(BigDecimal.ONE), standard(0).budgetLeft());
        TierSlo fast = tier("fast", 0);
        assertEquals(1, fast.missed());
        assertEquals(0, fast.budgetLeft().orElseThrow().compareTo(new BigDecimal("0.5")));
        end(Ending.FAILED, 503, -1, 0);
        end(Ending.FAILED, 503, -1, 0);
        assertTrue(standard(0).budgetLeft().orElseThrow().signum() < 0, "more than allowed");
    }

    private TierSlo standard(long nowNanos) {
        return tier("", nowNanos);
    }

    private TierSlo tier(String name, long nowNanos) {
        return Objects.requireNonNull(board.read(nowNanos).tiers().get(name));
    }

    /** Eleven tokens, 10 ms each after the first. */
    private void end(Ending ending, int status, long ttftMs, long nowNanos) {
        OptionalLong ttft = ttftMs < 0 ? OptionalLong.empty() : OptionalLong.of(ttftMs * 1_000);
        long duration = Math.max(0, ttftMs) * 1_000 + 100_000;
        board.ended("m", new Served("", true, ending, status, ttft, duration, 11), nowNanos);
    }

    @Test
    void deviceTimeIsBusyIdleOrStrandedAndNothingElse() {
        var history =
                History.<FleetSnapshot>empty(8)
                        .with(0, fleet(0, true, NodeState.NODE_STATE_SERVING))
                        .with(S, fleet(3, true, NodeState.NODE_STATE_SERVING))
                        .with(2 * S, fleet(0, true, NodeState.NODE_STATE_SERVING))
                        .with(3 * S, fleet(0, false, NodeState.NODE_STATE_SERVING))
                        .with(4 * S, fleet(3, true, NodeState.NODE_STATE_DOWN))
                        .with(5 * S, fleet(1, true, NodeState.NODE_STATE_DRAINING));
        GpuTime time = GpuTime.of(history, 60 * S);
        assertEquals(new GpuTime(8 * S, 4 * S, 8 * S), time);
        assertEquals(new GpuTime(4 * S, 0, 4 * S), GpuTime.of(history, 2 * S));
    }

    private static FleetSnapshot fleet(int running, boolean reachable, NodeState state) {
        EngineView engine =
                EngineView.newBuilder()
                        .setGpuCount(4)
                        .setState(
                                EngineState.newBuilder()
                                        .setRunning(running)
                                        .setReachable(reachable))
                        .build();
        return FleetSnapshot.newBuilder()
                .addNodes(NodeView.newBuilder().setState(state).addEngines(engine))
                .build();
    }
}
