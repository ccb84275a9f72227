// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

import io.wattmill.billing.usage.Timing;

import java.math.BigInteger;
import java.util.UUID;

/**
 * An attempt of a request on an engine.
 *
 * @param prefillTokens tokens that the engine read and had not cached
 * @param cachedTokens tokens of the prompt that it had
 * @param decodeTokens tokens that it made, delivered or not
 */
public record Residency(
        UUID requestId,
        int attempt,
        Timing timing,
        long prefillTokens,
        long cachedTokens,
        long decodeTokens) {

    /**
     * Microseconds that it was on the engine within a window; at least 1 for what ended as it
     * began.
     */
    long overlapUs(Window window) {
        return overlap(timing.startedAtUs(), endUs(), window);
    }

    /** Predicted prefill energy within a window: prompts are spread from start to first token. */
    BigInteger prefillWeight(Window window) {
        long from = timing.startedAtUs();
        long to = Math.max(from + 1, timing.firstTokenAtUs().orElse(endUs()));
        return weight(window.coefficients().prefillUjPerToken(), prefillTokens, from, to, window);
    }

    /**
     * Predicted decode energy within a window, KV reads included: output is spread evenly from
     * first token to end, and over the whole attempt when nobody saw the first token (an answer
     * that was not streamed).
     */
    BigInteger decodeWeight(Window window) {
        long to = endUs();
        long from = Math.min(timing.firstTokenAtUs().orElse(timing.startedAtUs()), to - 1);
        return weight(window.coefficients().decodeUjPerToken(), decodeTokens, from, to, window)
                .add(kvWeight(from, to, window));
    }

    /**
     * Of output spread over a span S, the part from a to b reads {@code n p (b - a) / S} tokens of
     * its prompt and {@code n (n - 1) / 2 x (b^2 - a^2) / S^2} of the output before it: later
     * tokens read more. Over the whole span that is the contract's {@code n p + n (n - 1) / 2}, and
     * windows that follow each other add up to it.
     */
    private BigInteger kvWeight(long fromUs, long toUs, Window window) {
        BigInteger span = BigInteger.valueOf(toUs - fromUs);
        BigInteger a = BigInteger.valueOf(Math.clamp(window.startUs(), fromUs, toUs) - fromUs);
        BigInteger b = BigInteger.valueOf(Math.clamp(window.endUs(), fromUs, toUs) - fromUs);
        BigInteger output = BigInteger.valueOf(decodeTokens);
        BigInteger ofPrompt =
                output.multiply(BigInteger.valueOf(prefillTokens + cachedTokens))
                        .multiply(b.subtract(a))
                        .multiply(span);
        BigInteger ofOutput =
                output.multiply(output.subtract(BigInteger.ONE).max(BigInteger.ZERO))
                        .divide(BigInteger.TWO)
                        .multiply(b.multiply(b).subtract(a.multiply(a)));
        return ofPrompt.add(ofOutput)
                .multiply(BigInteger.valueOf(window.coefficients().kvReadPjPerToken()))
                .divide(span.multiply(span).multiply(BigInteger.valueOf(PJ_PER_WEIGHT)));
    }

    private long endUs() {
        return Math.max(timing.startedAtUs() + 1, timing.endedAtUs());
    }

    /** Nano-joules: microjoules x 1,000 x the part of the span that is inside the window. */
    private static BigInteger weight(
            long ujPerToken, long tokens, long fromUs, long toUs, Window window) {
        return BigInteger.valueOf(Math.max(0, ujPerToken))
                .multiply(BigInteger.valueOf(tokens))
                .multiply(BigInteger.valueOf(WEIGHT_SCALE))
                .multiply(BigInteger.valueOf(overlap(fromUs, toUs, window)))
                .divide(BigInteger.valueOf(toUs - fromUs));
    }

    private static long overlap(long fromUs, long toUs, Window window) {
        return Math.max(0, Math.min(toUs, window.endUs()) - Math.max(fromUs, window.startUs()));
    }

    /** Weights per microjoule. */
    static final long WEIGHT_SCALE = 1_000L;

    private static final long PJ_PER_WEIGHT = 1_000_000L / WEIGHT_SCALE;
}
