// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.fleet.Samples;
import io.wattmill.router.placement.Attempt;
import io.wattmill.router.placement.Caller;
import io.wattmill.router.placement.CandidateTable;
import io.wattmill.router.placement.CandidateTable.Row;
import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.PlacementPolicy;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.placement.Slo;
import io.wattmill.router.placement.Terms;
import io.wattmill.router.prediction.RequestShape;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** What holds for every table of candidates, whatever is predicted of them. */
class PolicyPropertiesTest {
    private static final long MS = 1_000_000;
    private static final PolicySettings SETTINGS = PolicySettings.DEFAULTS;

    private static PlacementRequest request(Slo slo) {
        return new PlacementRequest(
                        new Attempt("r", 1),
                        Samples.MODEL,
                        "",
                        new RequestShape(1_000, 0, 200),
                        200,
                        Set.of(),
                        Map.of())
                .on(new Terms(slo, Optional.empty(), new Caller("", "", "", "s-1")));
    }

    @Provide
    Arbitrary<List<Row>> tables() {
        Arbitrary<Row> row =
                Combinators.combine(
                                Arbitraries.longs().between(1, 8_000),
                                Arbitraries.longs().between(1, 120),
                                Arbitraries.longs().between(0, 500),
                                Arbitraries.integers().between(0, 60),
                                Arbitraries.integers().between(0, 40))
                        .as(
                                (ttft, tpot, joules, running, waiting) ->
                                        new Row(
                                                "n",
                                                ttft * MS,
                                                tpot * MS,
                                                joules * 1_000_000,
                                                running,
                                                waiting,
                                                Map.of()));
        return row.list().ofMinSize(1).ofMaxSize(12).map(PolicyPropertiesTest::named);
    }

    private static List<Row> named(List<Row> rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> named(rows.get(i), "n" + (i + 1)))
                .toList();
    }

    private static Row named(Row row, String name) {
        return new Row(
                name,
                row.ttftNanos(),
                row.tpotNanos(),
                row.microjoules(),
                row.running(),
                row.waiting(),
                row.labels());
    }

    @Property(tries = 300)
    void everyModeChoosesOneOfTheTableAndHasAWordForEach(
            @ForAll("tables") List<Row> rows, @ForAll long dice, @ForAll PlacementMode mode) {
        Candidates table = CandidateTable.of(rows);
        PlacementPolicy policy = ModePolicies.policy(mode, SETTINGS);
        int chosen = policy.choose(request(Slo.NONE), table, dice);
        assertTrue(chosen >= 0 && chosen < table.size());
        assertEquals(mode.label(), policy.mode());
        assertFalse(policy.note(request(Slo.NONE), table, chosen, chosen).isEmpty());
    }

    /** Chance apart: modes that take the least of something take no dearer one. */
    @Property(tries = 300)
    void noneIsTakenWhileAnotherCostsLess(
            @ForAll("tables") List<Row> rows, @ForAll long dice, @ForAll PlacementMode mode) {
        if (mode == PlacementMode.RANDOM
                || mode == PlacementMode.POWER_OF_TWO
                || mode == PlacementMode.CACHE_AWARE) {
            return;
        }
        Candidates table = CandidateTable.of(rows);
        int chosen = ModePolicies.policy(mode, SETTINGS).choose(request(Slo.NONE), table, dice);
        double least = Ties.leastCost(table);
        assertTrue(table.cost(chosen) <= least + Math.abs(least) * SETTINGS.tiePpm() / 1e6);
    }

    @Property(tries = 300)
    void theOrderOfTheTableDecidesNothingWhereCostsDiffer(
            @ForAll("tables") List<Row> rows,
            @ForAll long dice,
            @ForAll long seed,
            @ForAll PlacementMode mode) {
        if (mode == PlacementMode.RANDOM
                || mode == PlacementMode.ROUND_ROBIN
                || mode == PlacementMode.POWER_OF_TWO) {
            return;
        }
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        Candidates table = CandidateTable.of(rows);
        Candidates other = CandidateTable.of(shuffled);
        int chosen = ModePolicies.policy(mode, SETTINGS).choose(request(Slo.NONE), table, dice);
        int twin = ModePolicies.policy(mode, SETTINGS).choose(request(Slo.NONE), other, dice);
        if (!hasEquals(table)) {
            assertEquals(table.node(chosen).id(), other.node(twin).id());
        }
    }

    private static boolean hasEquals(Candidates table) {
        double least = Ties.leastCost(table);
        double limit = least + Math.abs(least) * SETTINGS.tiePpm() / 1e6;
        return IntStream.range(0, table.size()).filter(i -> table.cost(i) <= limit).count() > 1;
    }

    @Property(tries = 500)
    void balancedTakesNoneBeyondTheSloWhileAnotherIsWithin(
            @ForAll("tables") List<Row> rows, @ForAll long dice) {
        Slo slo = new Slo(2_000 * MS, 50 * MS);
        Candidates table = CandidateTable.of(rows);
        PlacementPolicy balanced = ModePolicies.policy(PlacementMode.BALANCED, SETTINGS);
        int chosen = balanced.choose(request(slo), table, dice);
        boolean any = IntStream.range(0, rows.size()).anyMatch(i -> meets(rows.get(i), table, i));
        assertEquals(any, meets(rows.get(chosen), table, chosen));
        boolean worded =
                balanced.note(request(slo), table, chosen, chosen)
                        .matches("(least late|late every).*");
        assertEquals(table.cost(chosen) >= LeastCost.LEAST_STRAINED, worded);
    }

    /** 2 s and 50 ms, counted anew: shares of the slack, harm to the running, room. */
    private static boolean meets(Row row, Candidates table, int index) {
        double prefill = Math.min(row.ttftNanos(), 20.0 * MS);
        double alone = table.unloadedTpotNanos(index);
        double pace = alone + 0.81 * (50 * MS - alone);
        boolean soon = row.ttftNanos() <= prefill + 0.9 * (2_000 * MS - prefill);
        boolean harmless = table.broken(index, 50 * MS) <= 0.01;
        return soon && row.tpotNanos() <= pace && harmless && hasRoom(row, table, index);
    }

    private static boolean hasRoom(Row row, Candidates table, int index) {
        int others = row.running() + row.waiting();
        double tokens = 500 * others + 1_200;
        double now = tokens / 400_000 / 0.92;
        double grown = (tokens + 300 * others) / 400_000 / 0.95;
        double places = (others + 1.0) / table.maxRunning(index);
        return others == 0 || Math.max(places, Math.max(now, grown)) <= Room.of(table);
    }

    @Property(tries = 300)
    void balancedTakesTheLeastJoulesOfIdenticalPromises(
            @ForAll("tables") List<Row> rows, @ForAll long dice) {
        List<Row> calm =
                rows.stream()
                        .map(
                                r ->
                                        new Row(
                                                r.node(),
                                                90 * MS,
                                                9 * MS,
                                                1 + r.microjoules(),
                                                r.running(),
                                                0,
                                                Map.of()))
                        .toList();
        Candidates table = CandidateTable.of(calm);
        int chosen =
                ModePolicies.policy(PlacementMode.BALANCED, SETTINGS)
                        .choose(request(Slo.NONE), table, dice);
        long least = calm.stream().mapToLong(Row::microjoules).min().orElseThrow();
        assertTrue(calm.get(chosen).microjoules() <= least * 1.001);
    }
}
