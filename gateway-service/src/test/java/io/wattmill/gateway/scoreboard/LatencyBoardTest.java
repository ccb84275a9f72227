// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

class LatencyBoardTest {

    private static final long MINUTE = 60_000_000_000L;

    @Property
    void showsPercentilesAtMostASixteenthAboveTheTruth(
            @ForAll @Size(min = 1, max = 50)
                    List<@LongRange(min = 0, max = 1L << 38) Long> values) {
        LatencyBoard board = new LatencyBoard();
        values.forEach(value -> board.record("m", value, 5 * MINUTE));
        LatencyBoard.Percentiles shown = read(board, 5);
        List<Long> sorted = values.stream().sorted().toList();
        long median = sorted.get((sorted.size() + 1) / 2 - 1);
        assertEquals(values.size(), shown.requests());
        long p50 = shown.p50().orElseThrow();
        assertTrue(p50 >= median && p50 <= median + median / 16 + 1, p50 + " for " + median);
        assertTrue(shown.p99().orElseThrow() >= shown.p90().orElseThrow());
    }

    private static LatencyBoard.Percentiles read(LatencyBoard board, int minute) {
        return Objects.requireNonNull(board.read(minute * MINUTE).get("m"));
    }

    @Test
    void forgetsAfterFiveMinutes() {
        LatencyBoard board = new LatencyBoard();
        board.record("m", 100, 0);
        assertEquals(1, read(board, 4).requests());
        assertEquals(0, read(board, 5).requests());
        assertTrue(read(board, 5).p50().isEmpty());
        board.record("m", 100, 10 * MINUTE);
        assertEquals(1, read(board, 10).requests());
    }

    @Test
    void keepsTheNewestSamplesInOrder() {
        History<String> history =
                History.<String>empty(3)
                        .with(1, "a")
                        .with(2, "b")
                        .with(2, "late")
                        .with(5, "c")
                        .with(9, "d");
        assertEquals(3, history.samples().size());
        assertEquals("d", history.newest().orElseThrow().value());
        assertEquals("c", history.pair(5).orElseThrow().from().value());
        assertTrue(history.pair(3).isEmpty());
    }
}
