// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.gateway.wire.Usage;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * An engine's running counts while it streams, as vLLM and SGLang report them: each chunk says what
 * the prompt of its choice had and what that choice has so far. Choice {@code i} answers input
 * {@code i / n}. One thread.
 */
final class RunningUsage {

    private final int choices;
    private final int perInput;
    private final Map<Integer, Usage> latest = new HashMap<>();
    private final Set<Integer> finished = new HashSet<>();
    private long completion;

    /**
     * Nothing is reported yet.
     *
     * @param inputs prompts of the request
     * @param perInput answers to each ({@code n})
     */
    RunningUsage(int inputs, int perInput) {
        this.choices = (int) Math.min((long) inputs * perInput, Integer.MAX_VALUE);
        this.perInput = perInput;
    }

    /** A chunk of {@code choice} said so; {@code last} when that choice ended with it. */
    void report(int choice, Usage usage, boolean last) {
        if (choice < 0 || choice >= choices) {
            return;
        }
        Usage before = latest.put(choice, usage);
        completion += usage.completion() - (before == null ? 0 : before.completion());
        if (last) {
            finished.add(choice);
        }
    }

    boolean isEmpty() {
        return latest.isEmpty();
    }

    /** Output tokens of all choices so far. */
    long completion() {
        return completion;
    }

    /** Whether each choice was counted to its end. */
    boolean isWhole() {
        return finished.size() == choices;
    }

    /** All choices together; a prompt counts once, whatever the answers to it. */
    Usage sum() {
        Map<Integer, Usage> inputs = new HashMap<>();
        latest.forEach((i, usage) -> inputs.merge(i / perInput, usage, RunningUsage::warmer));
        long reasoning = latest.values().stream().mapToLong(Usage::reasoning).sum();
        return new Usage(
                inputs.values().stream().mapToLong(Usage::prompt).sum(),
                inputs.values().stream().mapToLong(Usage::cached).sum(),
                completion,
                reasoning);
    }

    /** Of two reports on one prompt that which knows of more cached tokens: it is the later one. */
    private static Usage warmer(Usage one, Usage other) {
        return other.cached() > one.cached() ? other : one;
    }
}
