// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * Watts of kernels alone, as shares of the power limit: medians over kernels of at least 0.2 ms,
 * which is long enough for a meter to see them. Source: aiconfigurator's tables of vLLM 0.22
 * (commit 095f58a, Apache-2.0), columns power and power_limit; {@code deploy/measure/fidelity
 * power-levels} works them out again.
 *
 * <p>A whole engine draws less, because of what is between its kernels; how much less is {@link
 * PowerCurves}' business. These say how phases differ, and that products of some hundred rows
 * already draw all that the board may.
 *
 * @param decodeProducts bf16 products of at most 64 rows, bound by reading weights
 * @param promptProducts bf16 products of more than 1,024 rows
 * @param decodeAttention attention of decoding sequences
 * @param promptAttention attention of prompts
 */
public record PowerLevels(
        double decodeProducts,
        double promptProducts,
        double decodeAttention,
        double promptAttention) {
    public static final PowerLevels H200 = new PowerLevels(0.86, 0.99, 0.62, 0.67);
    public static final PowerLevels B200 = new PowerLevels(0.67, 0.99, 0.69, 0.87);
    public static final PowerLevels GB200 = new PowerLevels(0.58, 0.97, 0.53, 0.76);
}
