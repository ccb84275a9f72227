// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.resilience.Breaker.State;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class BreakerTest {

    private static final long MS = 1_000_000;
    private static final BreakerConfig CONFIG =
            new BreakerConfig(
                    3,
                    50,
                    10,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(20),
                    10);
    private static final Ending BAD = new Ending.Bad("status-500");

    /** A breaker, its time and the calls that it let through. */
    private static final class Story {

        private final Breaker breaker;
        private final List<Permit> out = new ArrayList<>();
        private long now = 7_000 * MS;

        Story(long seed) {
            breaker = new Breaker(CONFIG, new SplittableRandom(seed));
        }

        /** One thing that happens: a call begins or ends, or time passes. */
        void happens(int what) {
            switch (what % 8) {
                case 0, 1, 2 -> breaker.enter(now).ifPresent(out::add);
                case 3, 4 -> end(what, BAD);
                case 5 -> end(what, what % 3 == 0 ? Ending.UNDECIDED : Ending.GOOD);
                case 6 -> end(what, new Ending.Rest("status-503", Duration.ofMillis(what)));
                default -> now += (long) what * MS;
            }
        }

        void end(int which, Ending ending) {
            if (!out.isEmpty()) {
                breaker.ended(out.remove(which % out.size()), ending, now);
            }
        }

        void fails(int times) {
            for (int i = 0; i < times; i++) {
                breaker.ended(breaker.enter(now).orElseThrow(), BAD, now);
            }
        }

        void later(Duration time) {
            now += time.toNanos();
        }

        long probes() {
            return out.stream().filter(permit -> permit.kind() == Permit.Kind.PROBE).count();
        }
    }

    /** Calls that began before the breaker opened may still end; only one tries the engine. */
    @Property
    void neverHasTwoCallsTryTheEngine(
            @ForAll long seed, @ForAll @Size(max = 200) List<@IntRange(max = 2_000) Integer> all) {
        Story story = new Story(seed);
        for (int what : all) {
            story.happens(what);
            assertTrue(story.probes() <= 1, "probes " + story.probes());
        }
    }

    @Property
    void recoversWhenTheEngineDoes(
            @ForAll long seed,
            @ForAll @Size(max = 200) List<@IntRange(max = 2_000) Integer> all,
            @ForAll boolean callersLeave) {
        Story story = new Story(seed);
        all.forEach(story::happens);
        while (!story.out.isEmpty()) {
            story.end(0, callersLeave ? Ending.UNDECIDED : BAD);
        }
        story.later(CONFIG.maxRest());
        Permit permit = story.breaker.enter(story.now).orElseThrow();
        story.breaker.ended(permit, Ending.GOOD, story.now);
        assertEquals(State.CLOSED, story.breaker.state());
        assertFalse(story.breaker.keepsOut(story.now));
    }

    /** The same story twice, once with callers in between who leave. */
    @Property
    void isNotChangedByCallersWhoLeave(
            @ForAll long seed, @ForAll @Size(max = 200) List<@IntRange(max = 2_000) Integer> all) {
        Story plain = new Story(seed);
        Story disturbed = new Story(seed);
        for (int what : all) {
            plain.happens(what);
            disturbed.happens(what);
            disturbed
                    .breaker
                    .enter(disturbed.now)
                    .ifPresent(
                            permit ->
                                    disturbed.breaker.ended(
                                            permit, Ending.UNDECIDED, disturbed.now));
            assertEquals(
                    plain.breaker.keepsOut(plain.now), disturbed.breaker.keepsOut(disturbed.now));
            assertEquals(
                    plain.breaker.state() == State.CLOSED,
                    disturbed.breaker.state() == State.CLOSED);
        }
    }

    @Test
    void opensAfterFailuresInARowAndNotWithASuccessBetween() {
        Story story = new Story(1);
        story.fails(2);
        story.breaker.ended(Permit.FREE, Ending.GOOD, story.now);
        story.fails(2);
        assertEquals(State.CLOSED, story.breaker.state());
        story.fails(1);
        assertEquals(State.OPEN, story.breaker.state());
        assertEquals("status-500", story.breaker.reason());
        assertTrue(story.breaker.enter(story.now).isEmpty());
    }

    @Test
    void opensWhenTooLargeAShareOfCallsFails() {
        Story story = new Story(1);
        for (int i = 0; i < 4; i++) {
            story.breaker.ended(Permit.FREE, Ending.GOOD, story.now);
            story.fails(1);
        }
        story.fails(1);
        assertEquals(State.CLOSED, story.breaker.state());
        story.fails(1);
        assertEquals(State.OPEN, story.breaker.state(), "6 of 10");
    }

    @Test
    void forgetsFailuresThatAreOlderThanTheWindow() {
        Story story = new Story(1);
        for (int i = 0; i < 50; i++) {
            story.fails(1);
            story.breaker.ended(Permit.FREE, Ending.GOOD, story.now);
            story.later(Duration.ofSeconds(2));
        }
        assertEquals(State.CLOSED, story.breaker.state());
    }

    @Test
    void isOpenForLongerWithEachProbeThatFails() {
        Story story = new Story(5);
        story.fails(3);
        long longest = 0;
        for (int i = 0; i < 30; i++) {
            long pause = story.breaker.untilNanos() - story.now;
            assertTrue(pause >= CONFIG.minOpen().toNanos() && pause <= CONFIG.maxOpen().toNanos());
            assertTrue(i > 0 || pause == CONFIG.minOpen().toNanos());
            longest = Math.max(longest, pause);
            story.now = story.breaker.untilNanos();
            story.fails(1);
        }
        assertTrue(longest > 4 * CONFIG.minOpen().toNanos(), "longest " + longest);
    }

    @Test
    void isClosedOnceAProbeBringsItsFirstToken() {
        Story story = new Story(1);
        story.fails(3);
        story.now = story.breaker.untilNanos();
        Permit probe = story.breaker.enter(story.now).orElseThrow();
        assertTrue(story.breaker.keepsOut(story.now));
        story.breaker.answered(probe);
        assertEquals(State.CLOSED, story.breaker.state());
        story.breaker.ended(probe, BAD, story.now);
        assertEquals(State.CLOSED, story.breaker.state(), "it broke off later: one failure");
    }

    @Test
    void letsTheEngineRestForAsLongAsItAskedWithinBounds() {
        Story story = new Story(1);
        Permit first = story.breaker.enter(story.now).orElseThrow();
        story.breaker.ended(first, new Ending.Rest("status-429", Duration.ofSeconds(7)), story.now);
        story.later(Duration.ofMillis(6_999));
        assertTrue(story.breaker.isResting(story.now));
        story.later(Duration.ofMillis(1));
        Permit probe = story.breaker.enter(story.now).orElseThrow();
        story.breaker.ended(probe, new Ending.Rest("status-429", Duration.ofDays(9)), story.now);
        story.later(CONFIG.maxRest());
        assertTrue(story.breaker.enter(story.now).isPresent());
    }

    @Test
    void learnsNothingFromCallsThatBeganBeforeItOpened() {
        Story story = new Story(1);
        Permit early = story.breaker.enter(story.now).orElseThrow();
        story.fails(3);
        long until = story.breaker.untilNanos();
        story.breaker.ended(early, BAD, story.now);
        story.breaker.ended(early, Ending.GOOD, story.now);
        assertEquals(until, story.breaker.untilNanos());
        assertEquals(State.OPEN, story.breaker.state());
    }

    @Test
    void isClosedByACallThatWasForcedAndWorked() {
        Story story = new Story(1);
        story.fails(3);
        Permit forced = story.breaker.force();
        story.breaker.ended(forced, BAD, story.now);
        assertEquals(State.OPEN, story.breaker.state());
        story.breaker.answered(forced);
        assertEquals(State.CLOSED, story.breaker.state());
    }
}
