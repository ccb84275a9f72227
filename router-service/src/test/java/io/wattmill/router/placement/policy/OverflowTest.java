// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.router.batch.PrefixBlocks;
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

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** More work than the engines do in time. */
class OverflowTest {
    private static final long MS = 1_000_000;
    private static final Slo SLO = new Slo(2_000 * MS, 50 * MS);

    private final PlacementPolicy balanced =
            ModePolicies.policy(PlacementMode.BALANCED, PolicySettings.DEFAULTS);

    private static PlacementRequest promised(Slo slo) {
        return new PlacementRequest(
                        new Attempt("r", 1),
                        Samples.MODEL,
                        "",
                        new RequestShape(1_000, 0, 200),
                        200,
                        Set.of(),
                        Map.of(),
                        PrefixBlocks.NONE)
                .on(new Terms(slo, Optional.empty(), Caller.ANYBODY));
    }

    private static Row row(String node, long ttftMs, long tpotMs, int running, int waiting) {
        return new Row(node, ttftMs * MS, tpotMs * MS, 1_000_000, running, waiting, Map.of());
    }

    private int chosen(Slo slo, Row... rows) {
        return balanced.choose(promised(slo), CandidateTable.of(List.of(rows)), 0);
    }

    @Test
    void whatIsLateEverywhereJoinsThoseWhoAreLateAlready() {
        Row line = row("n1", 9_000, 20, 60, 30);
        Row shorter = row("n2", 2_500, 20, 60, 9);
        Candidates table = CandidateTable.of(List.of(shorter, line));
        assertEquals(1, balanced.choose(promised(SLO), table, 0));
        assertEquals("late everywhere: would miss TTFT", balanced.note(promised(SLO), table, 1, 1));
        assertEquals("would miss TTFT", balanced.note(promised(SLO), table, 0, 1));
    }

    @Test
    void whoWouldSlowAllJoinsThoseWhoAreSlowAlready() {
        assertEquals(1, chosen(SLO, row("n1", 90, 51, 60, 0), row("n2", 90, 80, 90, 0)));
    }

    @Test
    void nobodyJoinsALineWhileAnEngineServesInTime() {
        Row line = row("n1", 9_000, 20, 60, 30);
        Row strained = row("n2", 1_500, 49, 60, 9);
        assertEquals(1, chosen(SLO, line, strained));
    }

    @Test
    void aLineGrowsToFourTimesThoseThatRunThereAndNoLonger() {
        Row full = row("n1", 9_000, 20, 20, 80);
        Row growing = row("n2", 4_000, 20, 20, 79);
        assertEquals(1, chosen(SLO, full, growing));
        Row alsoFull = row("n2", 4_000, 20, 20, 80);
        assertEquals(1, chosen(SLO, full, alsoFull), "the least late");
    }

    @Test
    void withoutALineTheLeastLateTakesIt() {
        PolicySettings d = PolicySettings.DEFAULTS;
        PolicySettings none =
                new PolicySettings(
                        d.tiePpm(),
                        d.objective(),
                        d.unit(),
                        d.decodeWeight(),
                        d.looseness(),
                        d.batchQueue(),
                        0);
        PlacementPolicy least = ModePolicies.policy(PlacementMode.BALANCED, none);
        List<Row> rows = List.of(row("n1", 2_500, 20, 60, 9), row("n2", 9_000, 20, 60, 30));
        assertEquals(0, least.choose(promised(SLO), CandidateTable.of(rows), 0));
    }

    @Test
    void whatNoEngineCouldKeepIsNoOverload() {
        Row busy = row("n1", 900, 40, 60, 30);
        Row calm = row("n2", 30, 9, 0, 0);
        assertEquals(1, chosen(new Slo(10 * MS, 50 * MS), busy, calm), "first token in 10 ms");
        assertEquals(1, chosen(new Slo(2_000 * MS, MS), busy, calm), "tokens every 1 ms");
    }

    @Test
    void anAimGivesALongPromptTwiceItsTimeAndAPromiseDoesNot() {
        Row busy = row("n1", 36, 20, 60, 0);
        Row calm = row("n2", 22, 9, 0, 0);
        Slo tight = new Slo(10 * MS, 50 * MS);
        assertEquals(1, chosen(tight, busy, calm), "20 ms of prompt, promised in 10");
        assertEquals(0, chosen(tight.aimedAt(), busy, calm), "within 40 ms");
        Row later = row("n1", 42, 20, 60, 0);
        assertEquals(1, chosen(tight.aimedAt(), later, calm), "beyond 40 ms");
    }
}
