// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import static io.wattmill.router.fleet.Samples.at;
import static io.wattmill.router.fleet.Samples.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.fleet.EngineReading.Counters;
import io.wattmill.router.fleet.NodeReading.DeviceReading;
import io.wattmill.router.fleet.NodeReading.Health;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.BeforeTry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

class PlausibilityTest {
    private static final long PERIOD_MS = 500;
    private static final long HONEST_WATTS = 300;
    private static final Counters TOKENS = new Counters(900_000, 100_000, 500_000, 0);

    private Fleet fleet = new Fleet(Samples.rules());
    private long reports;

    @BeforeEach
    @BeforeTry
    void join() {
        fleet = new Fleet(Samples.rules());
        reports = 0;
        fleet.join(node("n1"), at(0));
    }

    /** One report, of which each figure can be made a lie. */
    private record Said(
            long powerMw, long energyUj, int running, long kvPpm, Counters tokens, long skewUs) {
        static Said honest(long ms) {
            return new Said(HONEST_WATTS * 1_000, energy(ms, HONEST_WATTS), 3, 5_000, TOKENS, 0);
        }

        static long energy(long ms, long watts) {
            return 1_000_000_000L + ms * watts * 1_000;
        }

        NodeReading reading(long ms, long sequence) {
            EngineReading engine =
                    new EngineReading(
                            "n1-e", true, "", running, 0, kvPpm, tokens, Optional.empty());
            return new NodeReading(
                    at(ms).epochUs() + skewUs,
                    List.of(new DeviceReading("n1-gpu", powerMw, 700_000, energyUj)),
                    List.of(engine),
                    Health.HEALTHY,
                    "",
                    Map.of(),
                    sequence);
        }
    }

    private void say(Said said, long ms) {
        assertTrue(fleet.report("n1", said.reading(ms, ++reports), at(ms)));
    }

    private void honestUntil(long fromMs, long untilMs) {
        for (long ms = fromMs; ms < untilMs; ms += PERIOD_MS) {
            say(Said.honest(ms), ms);
        }
    }

    private Node n1() {
        return fleet.find("n1").orElseThrow();
    }

    /** A lie that one report shows, told at 1 s after honest ones. */
    enum Lie {
        NEGATIVE(-1, 1_300_000_000L, 3, 5_000, TOKENS, 0),
        POWER_BELOW_FLOOR(20_000, 1_300_000_000L, 3, 5_000, TOKENS, 0),
        POWER_ABOVE_CAP(1_060_000, 1_300_000_000L, 3, 5_000, TOKENS, 0),
        ENERGY_BACK(300_000, 999_000_000L, 3, 5_000, TOKENS, 0),
        ENERGY_FAST(300_000, 9_000_000_000L, 3, 5_000, TOKENS, 0),
        KV_OVERFULL(300_000, 1_300_000_000L, 3, 1_000_001, TOKENS, 0),
        ABSURD(300_000, 1_300_000_000L, Integer.MAX_VALUE, 5_000, TOKENS, 0),
        TOKENS_BACK(300_000, 1_300_000_000L, 3, 5_000, new Counters(900_000, 0, 499_999, 0), 0),
        CLOCK_SKEW(300_000, 1_300_000_000L, 3, 5_000, TOKENS, 3_600_000_000L);

        private final Said said;

        Lie(long mw, long uj, int running, long kv, Counters tokens, long skewUs) {
            said = new Said(mw, uj, running, kv, tokens, skewUs);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheReadingKeepsTheOlderOneAndMarksTheNode(Lie lie) {
        honestUntil(0, 1_000);
        NodeReading older = n1().reading().orElseThrow();
        say(lie.said, 1_000);
        assertEquals(Implausible.valueOf(lie.name()), n1().doubt().orElseThrow().kind());
        assertEquals(older.devices(), n1().reading().orElseThrow().devices());
        assertEquals(older.engines(), n1().reading().orElseThrow().engines());
        assertEquals(NodeState.DEGRADED, n1().condition().state());
        assertTrue(n1().condition().reason().startsWith("suspect telemetry: "));
        assertEquals(Optional.empty(), n1().engines().iterator().next().believed());
        assertEquals(Map.of(Implausible.valueOf(lie.name()), 1L), fleet.refusedReports());
    }

    @ParameterizedTest
    @EnumSource
    void believesANodeAgainAfterThreeHonestReports(Lie lie) {
        honestUntil(0, 1_000);
        say(lie.said, 1_000);
        long energy = lie.said.energyUj();
        long window = lie == Lie.ENERGY_FAST ? 9_500 : 0;
        for (long ms = 1_500; ms <= 2_500 + window; ms += PERIOD_MS) {
            assertEquals(NodeState.DEGRADED, n1().condition().state());
            long grown = energy + (ms - 1_000) * HONEST_WATTS * 1_000;
            say(new Said(300_000, grown, 3, 5_000, TOKENS, 0), ms);
        }
        assertEquals(NodeState.SERVING, n1().condition().state());
    }

    @Test
    void findsACounterThatGrowsSlowerThanAnIdleBoardDraws() {
        for (long ms = 0; ms <= 11_000; ms += PERIOD_MS) {
            say(new Said(300_000, Said.energy(ms, 10), 0, 0, TOKENS, 0), ms);
        }
        assertEquals(Implausible.ENERGY_SLOW, n1().doubt().orElseThrow().kind());
    }

    @Test
    void refusesAReportThatIsSaidAgain() {
        honestUntil(0, 1_000);
        reports--;
        say(Said.honest(1_000), 1_000);
        assertEquals(Implausible.SEQUENCE_BACK, n1().doubt().orElseThrow().kind());
    }

    @Test
    void believesWhatALiarSaysAgainstItself() {
        honestUntil(0, 1_000);
        NodeReading lie = Lie.NEGATIVE.said.reading(1_000, 9);
        NodeReading down =
                new NodeReading(
                        lie.observedAtUs(),
                        lie.devices(),
                        List.of(Samples.unreachable("n1")),
                        Health.DRAINING,
                        "XID 63",
                        Map.of());
        fleet.report("n1", down, at(1_000));
        assertEquals(NodeState.DRAINING, n1().condition().state());
        assertTrue(n1().engines().iterator().next().unavailable().isPresent());
    }

    @Test
    void letsAnEngineBeginAnew() {
        honestUntil(0, 1_000);
        Counters fresh = new Counters(400, 0, 12, 0);
        say(new Said(300_000, Said.energy(1_000, 300), 1, 5, fresh, 0), 1_000);
        assertEquals(NodeState.SERVING, n1().condition().state());
    }

    @Test
    void blamesNoAgentWhenTheRoutersOwnClockJumps() {
        Fleet four = new Fleet(Samples.rules());
        for (int i = 0; i < 4; i++) {
            four.join(node("n" + i), at(0));
            four.report("n" + i, Samples.idle("n" + i), at(0));
        }
        four.tick(at(100));
        Moment jumped = new Moment(at(200).nanos(), at(200).epochUs() + 3_600_000_000L);
        for (int i = 0; i < 4; i++) {
            four.report("n" + i, Samples.idle("n" + i), jumped);
        }
        assertEquals(Map.of(), four.refusedReports());
    }

    /** Late, bunched and jittered reports of a board that draws anything it may. */
    @Property(tries = 300)
    void believesEveryHonestNode(
            @ForAll long seed,
            @ForAll @LongRange(min = -20_000_000, max = 20_000_000) long skewUs,
            @ForAll @IntRange(min = 70, max = 700) int watts) {
        Random random = new Random(seed);
        long energyUj = random.nextLong(1L << 50);
        long tokens = random.nextLong(1L << 40);
        long arrivedMs = 0;
        for (long ms = 0; ms < 60_000; ) {
            Counters counters = new Counters(tokens, tokens / 2, tokens / 3, 0);
            int running = random.nextInt(256);
            int kv = random.nextInt(1_000_001);
            Said said = new Said(watts * 1_000L, 1 + energyUj, running, kv, counters, skewUs);
            arrivedMs = Math.max(arrivedMs, ms + random.nextInt(1_200));
            NodeReading reading = said.reading(ms, ++reports);
            assertTrue(fleet.report("n1", reading, at(arrivedMs)));
            assertEquals(Optional.empty(), n1().doubt());
            long step = 50 + random.nextInt(900);
            ms += step;
            energyUj += step * watts * 1_000;
            tokens = random.nextInt(50) == 0 ? 0 : tokens + random.nextInt(20_000);
        }
    }

    /** Whatever numbers come, nothing breaks, and no node but this one is marked. */
    @Property(tries = 500)
    void survivesAnyNumbers(
            @ForAll long powerMw,
            @ForAll long energyUj,
            @ForAll int running,
            @ForAll long kvPpm,
            @ForAll long tokens,
            @ForAll long atUs) {
        fleet.join(node("n2"), at(0));
        fleet.report("n2", Samples.idle("n2"), at(0));
        Counters counters = new Counters(tokens, tokens, tokens, tokens);
        NodeReading reading =
                new Said(powerMw, energyUj, running, kvPpm, counters, 0).reading(0, ++reports);
        NodeReading timed =
                new NodeReading(atUs, reading.devices(), reading.engines(), Health.HEALTHY, "");
        fleet.report("n1", timed, at(0));
        boolean possible =
                powerMw >= 0
                        && powerMw <= 1_050_000
                        && energyUj >= 0
                        && kvPpm >= 0
                        && kvPpm <= 1_000_000
                        && running >= 0
                        && tokens >= 0;
        assertTrue(possible || n1().doubt().isPresent());
        assertEquals(NodeState.SERVING, fleet.find("n2").orElseThrow().condition().state());
    }
}
