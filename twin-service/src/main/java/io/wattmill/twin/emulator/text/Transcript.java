// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

import java.util.List;
import java.util.Optional;

/**
 * A speech while it is written, token by token, under stop strings. Text that may still turn out to
 * be the beginning of a stop string is held back, as vLLM does, so a stop string is never sent, not
 * even in part.
 */
public final class Transcript {
    private final Speech speech;
    private final List<String> stops;
    private final int holdChars;
    private final StringBuilder pending = new StringBuilder();
    private int tokens;
    private Optional<String> stop = Optional.empty();

    /**
     * A transcript at its beginning.
     *
     * @param speech what is written
     * @param stops texts that end the answer where they appear; none may be empty
     */
    public Transcript(Speech speech, List<String> stops) {
        this.speech = speech;
        this.stops = List.copyOf(stops);
        this.holdChars = Math.max(0, stops.stream().mapToInt(String::length).max().orElse(0) - 1);
    }

    /** Writes one more token; answers the text that may be sent now, possibly none. */
    public String next() {
        pending.append(speech.token(tokens++));
        int end = firstStop();
        if (end >= 0) {
            pending.setLength(end);
            return take(end);
        }
        return take(Math.max(0, pending.length() - holdChars));
    }

    /** Whether a stop string has appeared; nothing may be written after it. */
    public boolean stopped() {
        return stop.isPresent();
    }

    /** The stop string that has appeared. */
    public Optional<String> stop() {
        return stop;
    }

    /** Tokens written, the one that completed a stop string included. */
    public int tokens() {
        return tokens;
    }

    /** The text that was held back, once the answer has ended. */
    public String rest() {
        return take(pending.length());
    }

    private String take(int chars) {
        var text = pending.substring(0, chars);
        pending.delete(0, chars);
        return text;
    }

    private int firstStop() {
        int first = -1;
        for (var candidate : stops) {
            int at = pending.indexOf(candidate);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
                stop = Optional.of(candidate);
            }
        }
        return first;
    }
}
