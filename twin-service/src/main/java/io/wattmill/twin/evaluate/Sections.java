// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.Chance;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/**
 * The requests that a seed stands for, so that five seeds tell more than how ties fell. What is
 * made of statistics is made anew for each. Of a recorded trace each seed has another section: the
 * first begins where the trace begins, the others are strewn by the golden ratio and overlap where
 * the trace is short; after the first, every arrival moves by up to four mean gaps. Sessions are
 * repeated: {@link Tenants}.
 *
 * <p>Prompts that no engine could hold are cut at their end, so that prompt and answer fit in the
 * context. Safe from any thread.
 */
final class Sections {
    private static final double GOLDEN = 0.6180339887498949;
    private static final double GAPS = 4;

    /** Of the models of the catalogue. */
    private static final int CONTEXT_TOKENS = 131_072;

    private final LongFunction<Trace> bySeed;
    private final int limit;
    private final int mostTokens;
    private final Map<Long, Trace> known = new ConcurrentHashMap<>();

    /**
     * @param bySeed the same for every seed where it was recorded
     * @param limit requests of a section, at most
     * @param mostTokens of a prompt and its answer
     */
    Sections(LongFunction<Trace> bySeed, int limit, long mostTokens) {
        this.bySeed = bySeed;
        this.limit = limit;
        this.mostTokens = (int) Math.min(CONTEXT_TOKENS, mostTokens);
    }

    /**
     * The section of a seed.
     *
     * @param seed from 1
     * @param speed arrivals so many times faster than recorded
     */
    Trace of(long seed, double speed) {
        return known.computeIfAbsent(seed, this::fitting).atSpeed(speed);
    }

    private Trace fitting(long seed) {
        Trace section = section(bySeed.apply(seed), seed);
        return new Trace(
                section.name(),
                section.requests().stream().map(this::fitting).toList(),
                section.chains());
    }

    private TraceRequest fitting(TraceRequest one) {
        int output = Math.min(one.outputTokens(), mostTokens / 2);
        int input = Math.min(one.inputTokens(), mostTokens - output);
        return new TraceRequest(
                one.index(), one.arrivalUs(), input, output, first(one.blocks(), input));
    }

    private static BlockIds first(BlockIds blocks, int tokens) {
        int count = Math.ceilDiv(tokens, blocks.blockTokens());
        return count == blocks.size()
                ? blocks
                : BlockIds.prefixThenConsecutive(blocks, count, 0, count);
    }

    private Trace section(Trace whole, long seed) {
        if (!whole.chains().isEmpty()) {
            return Tenants.of(whole, limit, seed);
        }
        int length = Math.min(limit, whole.requests().size());
        double place = (seed - 1) * GOLDEN;
        int from = (int) ((place - Math.floor(place)) * (whole.requests().size() - length + 1));
        List<TraceRequest> cut = whole.requests().subList(from, from + length);
        return new Trace(whole.name(), seed == 1 ? begun(cut) : begun(moved(cut, seed)));
    }

    private static List<TraceRequest> moved(List<TraceRequest> requests, long seed) {
        Chance chance = new Chance(seed);
        long span = requests.getLast().arrivalUs() - requests.getFirst().arrivalUs();
        double most = GAPS * span / requests.size();
        return requests.stream()
                .map(one -> one.at(Math.max(0, one.arrivalUs() + shift(chance, most))))
                .sorted(Comparator.comparingLong(TraceRequest::arrivalUs))
                .toList();
    }

    private static long shift(Chance chance, double most) {
        return Math.round((2 * chance.unit() - 1) * most);
    }

    private static List<TraceRequest> begun(List<TraceRequest> requests) {
        long beganUs = requests.getFirst().arrivalUs();
        List<TraceRequest> begun = new ArrayList<>(requests.size());
        for (TraceRequest one : requests) {
            begun.add(one.numbered(begun.size()).at(one.arrivalUs() - beganUs));
        }
        return begun;
    }

    /** Requests of a seed's section. */
    int length(long seed) {
        return of(seed, 1).requests().size();
    }

    /** Name of the trace. */
    String name() {
        return of(1, 1).name();
    }
}
