// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

import io.wattmill.router.batch.StepPlan.Share;
import io.wattmill.router.engine.StepLoad;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A step while it is being planned. */
final class Draft {
    final List<Long> preempted = new ArrayList<>();
    int budget;
    private final Map<Sequence, Part> parts = new LinkedHashMap<>();

    /** What one sequence adds: {@code context} tokens were in the KV cache before. */
    private record Part(int tokens, int context, boolean decodes) {}

    Draft(int budget) {
        this.budget = budget;
    }

    boolean has(Sequence sequence) {
        return parts.containsKey(sequence);
    }

    /** To be called before the sequence holds the token. */
    void decode(Sequence sequence) {
        add(sequence, new Part(1, sequence.held(), true));
    }

    /** To be called before the sequence holds the tokens. */
    void prefill(Sequence sequence, int tokens) {
        add(sequence, new Part(tokens, sequence.held(), false));
    }

    private void add(Sequence sequence, Part part) {
        parts.put(sequence, part);
        budget -= part.tokens();
    }

    /** A sequence that was preempted computes nothing in this step after all. */
    void remove(Sequence sequence) {
        Part part = parts.remove(sequence);
        if (part != null) {
            budget += part.tokens();
        }
    }

    StepPlan plan(long number) {
        int prefill = 0;
        int decoding = 0;
        long pairs = 0;
        long kvRead = 0;
        List<Share> shares = new ArrayList<>(parts.size());
        for (Map.Entry<Sequence, Part> entry : parts.entrySet()) {
            Part part = entry.getValue();
            shares.add(new Share(entry.getKey().id(), part.tokens()));
            kvRead += part.context();
            if (part.decodes()) {
                decoding++;
            } else {
                prefill += part.tokens();
                pairs += StepLoad.pairs(part.tokens(), part.context());
            }
        }
        StepLoad load = new StepLoad(prefill, pairs, decoding, kvRead);
        return new StepPlan(number, load, shares, List.copyOf(preempted));
    }
}
