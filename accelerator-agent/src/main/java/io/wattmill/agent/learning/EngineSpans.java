// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.Figure;

import java.util.Optional;

/** Cuts an engine's readings into spans of about a window's length. */
final class EngineSpans {

    /** A span that tells nothing for so many windows never will. */
    private static final int LONGEST = 30;

    private final long windowUs;
    private final long gapUs;
    private Optional<Last> last = Optional.empty();
    private EngineSpan open = new EngineSpan(0, 0, 0, 0, 0, 0, false);

    private record Last(EngineReading reading, long atUs) {}

    /**
     * No reading yet.
     *
     * @param windowUs shortest span, but for the jitter of readings
     * @param gapUs the longest distance of two readings that belong together
     */
    EngineSpans(long windowUs, long gapUs) {
        // A reading that comes a little early must not make every window half as long again.
        this.windowUs = windowUs - windowUs / 5;
        this.gapUs = gapUs;
    }

    /** The span that ends with this reading, if one does. A reading that is known says nothing. */
    Optional<EngineSpan> accept(EngineReading reading, long atUs) {
        Optional<Last> before = last.filter(known -> known.atUs() == atUs);
        return before.isPresent() ? Optional.empty() : next(reading, atUs);
    }

    private Optional<EngineSpan> next(EngineReading reading, long atUs) {
        Optional<Last> comparable = last.filter(known -> isComparable(known, reading, atUs));
        last = Optional.of(new Last(reading, atUs));
        open =
                comparable
                        .map(known -> open.plus(known.reading(), reading, atUs))
                        .orElseGet(() -> EngineSpan.from(reading, atUs));
        return comparable.isPresent() && isWhole()
                ? Optional.of(closed(reading, atUs))
                : Optional.empty();
    }

    /**
     * Long enough, and with something counted: engines count a prompt when it is done, so a span
     * ends after that, and the energy of a long prompt is not told apart from its tokens.
     */
    private boolean isWhole() {
        return open.lengthUs() >= windowUs
                && (open.isTelling() || open.lengthUs() >= LONGEST * windowUs);
    }

    private EngineSpan closed(EngineReading reading, long atUs) {
        EngineSpan whole = open;
        open = EngineSpan.from(reading, atUs);
        return whole;
    }

    /**
     * Counters of one process that went on, without sequences that are computed anew: those tokens
     * are in no counter.
     */
    private boolean isComparable(Last before, EngineReading after, long atUs) {
        EngineReading known = before.reading();
        long apart = atUs - before.atUs();
        return apart > 0
                && apart <= gapUs
                && tellsEnough(after)
                && !after.restartedSince(known)
                && after.cachedTokens() >= known.cachedTokens()
                && after.preemptions() == known.preemptions();
    }

    /** Without these, work and rest look the same. */
    private static boolean tellsEnough(EngineReading reading) {
        return reading.count().counts()
                && reading.tells(Figure.RUNNING)
                && reading.tells(Figure.PROMPT_TOKENS)
                && reading.tells(Figure.GENERATED_TOKENS);
    }
}
