// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.meter;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.wire.EngineJson;
import io.wattmill.gateway.wire.Usage;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Counts what an engine made of one attempt, and how much of it reached the caller. One thread.
 *
 * <p>What can be known of a stream, best first:
 *
 * <ul>
 *   <li>the engine's final usage, a chunk of its own: what a completed request is billed by;
 *   <li>its running usage, in the chunks of each choice: what an attempt that broke off is billed
 *       by, up to what was delivered. Choices add up, a prompt counts once;
 *   <li>chunks: each choice that carries output counts as one token. An engine may put several
 *       tokens into one chunk, or one token into several, so this is an estimate and no witness.
 * </ul>
 *
 * <p>Hence two counts can be held against each other only where the engine gave both of the first
 * two and counted each choice to its end; then they must be equal, else there is a {@link Dispute}.
 * A whole answer has one count, which the engine's own counters witness (docs/adr/0010).
 */
public final class Tally {

    private final long estimatedPrompt;
    private final boolean severalChoices;
    private final RunningUsage running;

    /** Of the whole attempt: final, unless it came with a chunk of several choices. */
    private @Nullable Usage total;

    private boolean isFinal;
    private long counted;
    private long delivered;

    /**
     * A tally for one attempt.
     *
     * @param estimatedPrompt prompt tokens to assume when the engine reports nothing
     * @param inputs prompts of the request
     * @param perInput answers asked for to each ({@code n})
     */
    public Tally(long estimatedPrompt, int inputs, int perInput) {
        this.estimatedPrompt = estimatedPrompt;
        this.severalChoices = inputs > 1 || perInput > 1;
        this.running = new RunningUsage(inputs, perInput);
    }

    /** A tally for one attempt at one prompt. */
    public Tally(long estimatedPrompt, int choices) {
        this(estimatedPrompt, 1, choices);
    }

    /** Takes a chunk of a stream. */
    public void received(EngineJson chunk) {
        counted += chunk.deliveries();
        Optional<Usage> usage = chunk.usage();
        if (usage.isEmpty()) {
            return;
        }
        if (chunk.choice().isPresent()) {
            boolean last = !chunk.finishReason().isEmpty();
            running.report(chunk.choice().getAsInt(), usage.get(), last);
        } else {
            total = usage.get();
            isFinal = !chunk.choices();
        }
    }

    /** Takes a whole answer. */
    public void answered(EngineJson answer) {
        counted += answer.deliveries();
        answer.usage()
                .ifPresent(
                        usage -> {
                            total = usage;
                            isFinal = true;
                        });
    }

    /** What the engine said, summed; null when it said nothing. */
    private @Nullable Usage reported() {
        return isFinal || running.isEmpty() ? total : running.sum();
    }

    /** Output tokens that the engine is known to have made. */
    public long made() {
        Usage usage = total;
        if (usage != null && (isFinal || running.isEmpty())) {
            return usage.completion();
        }
        if (running.isEmpty()) {
            return counted;
        }
        return severalChoices ? Math.max(running.completion(), counted) : running.completion();
    }

    /** Notes that everything up to {@code output} tokens has been handed to the caller's socket. */
    public void delivered(long output) {
        delivered = Math.max(delivered, output);
    }

    /** Output tokens handed to the caller's socket. */
    public long delivered() {
        return delivered;
    }

    /** Output tokens that were made and not delivered. */
    public long waste() {
        return Math.max(0, made() - delivered);
    }

    /** Tokens of an attempt that came to its end: the engine's own count where there is one. */
    public Tokens complete() {
        Usage usage = reported();
        if (usage == null) {
            return estimate(counted);
        }
        Optional<Dispute> dispute =
                isFinal && running.isWhole()
                        ? Dispute.between(usage, running.sum())
                        : Optional.empty();
        return new Tokens(
                vector(usage, usage.completion()),
                dispute.isPresent()
                        ? UsageSource.USAGE_SOURCE_DISPUTED
                        : UsageSource.USAGE_SOURCE_ENGINE,
                dispute);
    }

    /** Tokens of an attempt that broke off: what was delivered, and nothing when nothing was. */
    public Tokens partial() {
        if (delivered == 0) {
            return Tokens.NONE;
        }
        Usage usage = reported();
        return usage == null
                ? estimate(delivered)
                : new Tokens(vector(usage, delivered), UsageSource.USAGE_SOURCE_CONTINUOUS);
    }

    private Tokens estimate(long output) {
        return new Tokens(
                TokenVector.newBuilder()
                        .setInputUncached(estimatedPrompt)
                        .setOutput(output)
                        .build(),
                UsageSource.USAGE_SOURCE_ESTIMATED);
    }

    private static TokenVector vector(Usage usage, long output) {
        return TokenVector.newBuilder()
                .setInputUncached(usage.prompt() - usage.cached())
                .setCacheRead(usage.cached())
                .setOutput(output)
                .setReasoning(Math.min(usage.reasoning(), output))
                .build();
    }
}
