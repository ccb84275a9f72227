// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts turns that were gathered session by session into the order of their arrival. */
public final class ChainedTrace {
    private final List<Turn> turns = new ArrayList<>();

    /**
     * @param place where it was added
     * @param after where the turn before it was added, or {@link Chains#FIRST}
     */
    private record Turn(int place, int after, long waitUs, TraceRequest request) {}

    /**
     * Adds a turn.
     *
     * @param request its arrival is the earliest possible one; its index does not count
     * @param after what an earlier call returned, not later in time; or {@link Chains#FIRST}
     * @param waitUs what passes after the end of that one
     * @return what a later turn calls this one
     */
    public int add(TraceRequest request, int after, long waitUs) {
        turns.add(new Turn(turns.size(), after, waitUs, request));
        return turns.size() - 1;
    }

    /** Turns so far. */
    public int size() {
        return turns.size();
    }

    /** The trace, from its first arrival on. */
    public Trace trace(String name) {
        List<Turn> ordered = new ArrayList<>(turns);
        ordered.sort(
                Comparator.comparingLong((Turn turn) -> turn.request().arrivalUs())
                        .thenComparingInt(Turn::place));
        int[] placeOf = new int[ordered.size()];
        for (int i = 0; i < placeOf.length; i++) {
            placeOf[ordered.get(i).place()] = i;
        }
        long firstUs = ordered.isEmpty() ? 0 : ordered.getFirst().request().arrivalUs();
        int[] after = new int[ordered.size()];
        long[] waitUs = new long[ordered.size()];
        List<TraceRequest> requests = new ArrayList<>(ordered.size());
        for (int i = 0; i < after.length; i++) {
            Turn turn = ordered.get(i);
            after[i] = turn.after() == Chains.FIRST ? Chains.FIRST : placeOf[turn.after()];
            waitUs[i] = turn.waitUs();
            requests.add(turn.request().numbered(i).at(turn.request().arrivalUs() - firstUs));
        }
        return new Trace(name, requests, Chains.of(after, waitUs));
    }
}
