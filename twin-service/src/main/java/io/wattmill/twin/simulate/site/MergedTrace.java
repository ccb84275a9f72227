// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several traces as one: requests in order of arrival, those of one instant in the order of the
 * traces. Turns still wait for the turns of their own trace. Prompts of two traces have no block in
 * common, whatever their blocks are called: nobody knows that they begin alike.
 */
final class MergedTrace {
    private final List<Trace> parts;
    private final Trace trace;
    private final int[] ofPart;

    private MergedTrace(List<Trace> parts, List<Place> order, int blockTokens) {
        this.parts = parts;
        this.ofPart = order.stream().mapToInt(Place::part).toArray();
        this.trace = new Trace(name(), requests(order, blockTokens), chains(order));
    }

    /** Where a request comes from. */
    private record Place(int part, int index, long arrivalUs) {}

    static MergedTrace of(List<Trace> parts) {
        List<Place> order = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            List<TraceRequest> requests = parts.get(part).requests();
            for (int i = 0; i < requests.size(); i++) {
                order.add(new Place(part, i, requests.get(i).arrivalUs()));
            }
        }
        // The sort is stable: what arrives at once keeps the order of the parts.
        order.sort(Comparator.comparingLong(Place::arrivalUs));
        return new MergedTrace(parts, order, blockTokens(parts));
    }

    /** A size that every part's blocks are multiples of. */
    private static int blockTokens(List<Trace> parts) {
        return parts.stream()
                .filter(part -> !part.requests().isEmpty())
                .mapToInt(Trace::blockTokens)
                .reduce(MergedTrace::greatestDivisor)
                .orElse(BlockIds.BLOCK_TOKENS);
    }

    private static int greatestDivisor(int one, int other) {
        return other == 0 ? one : greatestDivisor(other, one % other);
    }

    private String name() {
        return parts.stream().map(Trace::name).collect(Collectors.joining(" + "));
    }

    private List<TraceRequest> requests(List<Place> order, int blockTokens) {
        List<TraceRequest> all = new ArrayList<>(order.size());
        for (Place place : order) {
            TraceRequest one = parts.get(place.part()).requests().get(place.index());
            all.add(
                    new TraceRequest(
                            all.size(),
                            one.arrivalUs(),
                            one.inputTokens(),
                            one.outputTokens(),
                            blocks(one, place.part(), blockTokens)));
        }
        return all;
    }

    private static BlockIds blocks(TraceRequest request, int part, int blockTokens) {
        BlockIds own = request.blocks();
        int pieces = own.blockTokens() / blockTokens;
        long[] ids = new long[Math.ceilDiv(request.inputTokens(), blockTokens)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = scattered(scattered(own.at(i / pieces)) + part) + i % pieces;
        }
        return BlockIds.sized(blockTokens, ids);
    }

    /**
     * One to one, and far apart what was near: the finalizer of SplitMix64 (Steele et al. 2014).
     */
    private static long scattered(long id) {
        long first = (id ^ id >>> 30) * 0xbf58476d1ce4e5b9L;
        long second = (first ^ first >>> 27) * 0x94d049bb133111ebL;
        return second ^ second >>> 31;
    }

    private Chains chains(List<Place> order) {
        if (parts.stream().allMatch(part -> part.chains().isEmpty())) {
            return Chains.NONE;
        }
        int[][] placeOf = places(order);
        int[] after = new int[order.size()];
        long[] waitUs = new long[order.size()];
        for (int i = 0; i < after.length; i++) {
            Place place = order.get(i);
            Chains own = parts.get(place.part()).chains();
            int before = own.after(place.index());
            after[i] = before == Chains.FIRST ? before : placeOf[place.part()][before];
            waitUs[i] = own.waitUs(place.index());
        }
        return Chains.of(after, waitUs);
    }

    private int[][] places(List<Place> order) {
        int[][] placeOf = new int[parts.size()][];
        for (int part = 0; part < placeOf.length; part++) {
            placeOf[part] = new int[parts.get(part).requests().size()];
        }
        for (int i = 0; i < order.size(); i++) {
            placeOf[order.get(i).part()][order.get(i).index()] = i;
        }
        return placeOf;
    }

    Trace trace() {
        return trace;
    }

    /** Which of the traces a request is of, from 0. */
    int partOf(int request) {
        return ofPart[request];
    }
}
