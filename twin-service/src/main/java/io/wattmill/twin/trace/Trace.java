// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import java.util.List;

/**
 * Requests in order of arrival.
 *
 * @param name what a report calls it
 * @param requests never back in time
 * @param chains which of them wait for others: those arrive at their recorded time or when the
 *     other has ended and its wait is over, whichever is later
 */
public record Trace(String name, List<TraceRequest> requests, Chains chains) {

    /** Requests that arrive when they were recorded, whatever becomes of others. */
    public Trace(String name, List<TraceRequest> requests) {
        this(name, requests, Chains.NONE);
    }

    /** Refuses requests that go back in time, and chains of another trace. */
    public Trace {
        requests = List.copyOf(requests);
        if (!chains.isEmpty() && chains.size() != requests.size()) {
            throw new IllegalArgumentException(
                    chains.size() + " links do not fit " + requests.size() + " requests");
        }
        for (int i = 1; i < requests.size(); i++) {
            if (requests.get(i).arrivalUs() < requests.get(i - 1).arrivalUs()) {
                throw new IllegalArgumentException(
                        "request " + i + " arrives before the one before it");
            }
        }
    }

    /** The first requests only, at most {@code count}. */
    public Trace limited(int count) {
        int kept = Math.min(count, requests.size());
        return new Trace(name, requests.subList(0, kept), chains.limited(kept));
    }

    /**
     * The same requests in less time. What a turn waits for its tools stays as it is: they are not
     * faster because more sessions come.
     *
     * @param speed 2.0 halves every gap, 0.5 doubles it; above 0
     */
    public Trace atSpeed(double speed) {
        if (!(speed > 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("a speed is above 0, not " + speed);
        }
        return speed == 1
                ? this
                : new Trace(
                        name,
                        requests.stream().map(r -> r.at((long) (r.arrivalUs() / speed))).toList(),
                        chains);
    }

    /** Tokens in a whole block of its prompts: the same for all of them. */
    public int blockTokens() {
        return requests.isEmpty()
                ? BlockIds.BLOCK_TOKENS
                : requests.getFirst().blocks().blockTokens();
    }

    /** From the beginning to the last arrival. */
    public long spanUs() {
        return requests.isEmpty() ? 0 : requests.getLast().arrivalUs();
    }
}
