// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

/**
 * What makes a request good.
 *
 * @param ttftUs longest time to the first token
 * @param tpotUs longest mean time per token after the first
 */
public record Slo(long ttftUs, long tpotUs) {

    /** Whether a completed request was good. */
    boolean isMetBy(Measurement request) {
        return request.ttftUs() <= ttftUs && request.tpotUs().orElse(0) <= tpotUs;
    }
}
