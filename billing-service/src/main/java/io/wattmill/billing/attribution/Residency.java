// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

import io.wattmill.billing.meter.Coefficients;
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

    /** Weights per microjoule. */
    static final long WEIGHT_SCALE = 1_000L;

    private static final long PJ_PER_WEIGHT = 1_000_000L / WEIGHT_SCALE;

    /**
     * Microseconds that it was on the engine within a window; at least 1 for what ended as it
     * began.
     */
    long overlapUs(Window window) {
        return new Stretch(timing.startedAtUs(), endUs()).within(window).lengthUs();
    }

    /** Prompts are read from start to first token. */
    Stretch prefilling() {
        long from = timing.startedAtUs();
        return new Stretch(from, Math.max(from + 1, timing.firstTokenAtUs().orElse(endUs())));
    }

    /**
     * Output is spread from first token to end, and over the whole attempt when nobody saw the
     * first token (an answer that was not streamed).
     */
    Stretch decoding() {
        long to = endUs();
        long from = timing.firstTokenAtUs().orElse(timing.startedAtUs());
        return new Stretch(Math.min(from, to - 1), to);
    }

    /** Whether its decoding is known to begin with a token. */
    boolean tellsFirstToken() {
        return timing.firstTokenAtUs().isPresent();
    }

    /** Predicted prefill energy. */
    BigInteger prefillWeight(Coefficients coefficients) {
        return weight(coefficients.prefillUjPerToken(), prefillTokens);
    }

    /** Predicted prefill energy within a window: prompts are spread evenly. */
    BigInteger prefillWeight(Window window) {
        return part(prefillWeight(window.coefficients()), prefilling(), window);
    }

    /**
     * Predicted decode energy within a window: its tokens, their KV reads, and its even parts of
     * the steps that made them. Output is spread evenly.
     */
    BigInteger decodeWeight(Window window, Company company) {
        Coefficients coefficients = window.coefficients();
        Stretch decoding = decoding();
        BigInteger tokens = weight(coefficients.ownUjPerToken(), decodeTokens);
        BigInteger steps = weight(coefficients.stepUj(), decodeTokens);
        return part(tokens, decoding, window)
                .add(company.share(decoding.within(window), part(steps, decoding, window)))
                .add(kvWeight(window));
    }

    /**
     * Of output spread over a span S, the part from a to b reads {@code n p (b - a) / S} tokens of
     * its prompt and {@code n (n - 1) / 2 x (b^2 - a^2) / S^2} of the output before it: later
     * tokens read more. Over the whole span that is the contract's {@code n p + n (n - 1) / 2}, and
     * windows that follow each other add up to it.
     */
    private BigInteger kvWeight(Window window) {
        Stretch whole = decoding();
        Stretch part = whole.within(window);
        BigInteger span = BigInteger.valueOf(whole.lengthUs());
        BigInteger a = BigInteger.valueOf(part.fromUs() - whole.fromUs());
        BigInteger b = BigInteger.valueOf(part.toUs() - whole.fromUs());
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

    /** Nano-joules: microjoules x 1,000. */
    private static BigInteger weight(long ujPerToken, long tokens) {
        return BigInteger.valueOf(Math.max(0, ujPerToken))
                .multiply(BigInteger.valueOf(tokens))
                .multiply(BigInteger.valueOf(WEIGHT_SCALE));
    }

    /** The part of what is spread evenly over a stretch that is inside a window. */
    private static BigInteger part(BigInteger whole, Stretch stretch, Window window) {
        return whole.multiply(BigInteger.valueOf(stretch.within(window).lengthUs()))
                .divide(BigInteger.valueOf(stretch.lengthUs()));
    }
}
