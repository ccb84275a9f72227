// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

import java.util.OptionalDouble;

/**
 * What was learned of an engine: {@code joules = base x seconds + prefill x uncached tokens + step
 * x steps + token x tokens + kvRead x context tokens read}; while {@code batch} sequences share
 * each step, {@code step x steps + token x tokens = decode x tokens}.
 *
 * @param base watts
 * @param prefill joules per token
 * @param decode joules per token at {@code batch}, without its KV reads
 * @param step joules per step of the batch, whatever is in it
 * @param token joules that a token adds to its step
 * @param kvRead joules per context token read
 * @param batch sequences that shared a step lately; a token costs more in a smaller batch
 * @param relativeError root mean square of (foretold - measured) / measured over the last busy
 *     windows, each foretold before it was learned from; a window counts as 1 at most
 * @param priorError the same of the prior alone; empty while there is none
 * @param windows busy windows that were learned from
 */
public record Estimate(
        Coefficient base,
        Coefficient prefill,
        Coefficient decode,
        Coefficient step,
        Coefficient token,
        Coefficient kvRead,
        double batch,
        double relativeError,
        OptionalDouble priorError,
        long windows) {}
