// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.report.NodePicture;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.agent.testing.Pictures;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class RateBookTest {

    private static final long SECOND_US = 1_000_000;
    private static final double CLOSE = 1e-9;
    private static final SourceFailure AWAY = new SourceFailure(FailureReason.TIMEOUT, "late");

    private final RateBook book = new RateBook(10 * SECOND_US);

    /** One device, one engine. */
    private static NodePicture node(long tokens, long joules, long atUs) {
        return Pictures.node(
                List.of(Pictures.device("GPU-a", joules * SECOND_US, Map.of())),
                Pictures.engine("e", tokens, atUs));
    }

    private EngineRate rate() {
        return book.of("e").orElseThrow();
    }

    @Test
    void dividesWhatWasGainedByTheTimeAndByTheJoules() {
        book.look(node(1_000, 5_000, SECOND_US), SECOND_US);
        book.look(node(1_800, 5_600, 3 * SECOND_US), 3 * SECOND_US);

        assertEquals(400, rate().tokensPerSecond(), CLOSE);
        assertEquals(4_000, rate().promptTokensPerSecond().orElseThrow(), CLOSE);
        assertEquals(300, rate().watts().orElseThrow(), CLOSE);
        assertEquals(4.0 / 3, rate().tokensPerJoule().orElseThrow(), CLOSE);
    }

    @Test
    void knowsNothingBeforeTheSecondReading() {
        book.look(node(1_000, 5_000, SECOND_US), SECOND_US);
        book.look(node(1_000, 5_100, SECOND_US), 2 * SECOND_US);

        assertTrue(book.of("e").isEmpty(), "the engine was not read again");
        assertTrue(book.of("nobody").isEmpty());
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        for (int s = 0; s <= 30; s++) {
            long tokens = s < 15 ? 0 : (s - 15) * 100L;
            book.look(node(tokens, s, s * SECOND_US), s * SECOND_US);
        }

        assertEquals(100, rate().tokensPerSecond(), CLOSE);
    }

    @Test
    void beginsAnewWhenAnEngineRestartsOrAMeterFalls() {
        book.look(node(1_000, 5_000, SECOND_US), SECOND_US);
        book.look(node(5, 5_100, 2 * SECOND_US), 2 * SECOND_US);
        assertTrue(book.of("e").isEmpty(), "restart of the engine");

        book.look(node(105, 3, 3 * SECOND_US), 3 * SECOND_US);
        assertTrue(book.of("e").isEmpty(), "reset of the meter");

        book.look(node(205, 103, 4 * SECOND_US), 4 * SECOND_US);
        assertEquals(100, rate().watts().orElseThrow(), CLOSE);
    }

    @Test
    void doesNotDivideTheJoulesOfASharedDevice() {
        for (int s = 1; s <= 2; s++) {
            book.look(
                    Pictures.node(
                            List.of(
                                    Pictures.device("GPU-a", s * SECOND_US, Map.of()),
                                    Pictures.device("GPU-b", s * SECOND_US, Map.of())),
                            Pictures.engine("e", s * 10L, s * SECOND_US, "GPU-a"),
                            Pictures.engine("f", s * 10L, s * SECOND_US, "GPU-a"),
                            Pictures.engine("g", s * 10L, s * SECOND_US, "GPU-b")),
                    s * SECOND_US);
        }

        assertTrue(rate().watts().isEmpty());
        assertTrue(rate().tokensPerJoule().isEmpty());
        assertEquals(10, rate().tokensPerSecond(), CLOSE);
        assertEquals(10, book.of("g").orElseThrow().tokensPerJoule().orElseThrow(), CLOSE);
    }

    @Test
    void dividesNoJoulesBesideAnEngineThatMayBeOnTheSameDevice() {
        for (int s = 1; s <= 2; s++) {
            book.look(
                    Pictures.node(
                            List.of(Pictures.device("GPU-a", s * SECOND_US, Map.of())),
                            Pictures.engine("e", s * 10L, s * SECOND_US),
                            Pictures.engine("f", s * 10L, s * SECOND_US)
                                    .with(new DeviceClaim.Unknown("nobody can tell"))),
                    s * SECOND_US);
        }

        assertTrue(rate().watts().isEmpty());
        assertEquals(10, rate().tokensPerSecond(), CLOSE);
    }

    @Test
    void countsNoJoulesWhileTheDevicesCannotBeRead() {
        for (int s = 1; s <= 2; s++) {
            book.look(
                    Pictures.unread(
                            AWAY,
                            List.of(Pictures.device("GPU-a", 7, Map.of())),
                            Pictures.engine("e", s * 10L, s * SECOND_US)),
                    s * SECOND_US);
        }

        assertTrue(rate().watts().isEmpty());
        assertEquals(10, rate().tokensPerSecond(), CLOSE);
    }

    @Property(tries = 200)
    void neverTellsAPaceBelowZeroWhateverCountersAndClocksDo(
            @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 60) Integer> steps) {
        RateBook any = new RateBook(10 * SECOND_US);
        for (int i = 0; i + 2 < steps.size(); i += 3) {
            long atUs = steps.get(i) * SECOND_US;
            any.look(node(steps.get(i + 1), steps.get(i + 2), atUs), atUs);
            any.of("e").ifPresent(RateBookTest::requireSane);
        }
    }

    private static void requireSane(EngineRate rate) {
        assertTrue(rate.tokensPerSecond() >= 0 && Double.isFinite(rate.tokensPerSecond()));
        assertTrue(rate.watts().orElse(0) >= 0 && Double.isFinite(rate.watts().orElse(0)));
        assertTrue(Double.isFinite(rate.tokensPerJoule().orElse(0)));
    }
}
