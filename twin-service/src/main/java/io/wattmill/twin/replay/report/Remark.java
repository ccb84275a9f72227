// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import java.util.Locale;

/**
 * Something that a completed request lacked. Its figures are then missing from the report's sums.
 */
public enum Remark {
    /** No usage: its tokens are those of the trace's prompt and the chunks that came. */
    WITHOUT_USAGE,
    /** No energy. */
    WITHOUT_ENERGY,
    /** No cost in the currency of the first. */
    WITHOUT_COST,
    /** No {@code x-request-id}, so it is not in the file of acknowledged ids. */
    WITHOUT_REQUEST_ID,
    /** Another prompt length than the trace says. */
    OTHER_INPUT_LENGTH,
    /** Another answer length than was asked for. */
    OTHER_OUTPUT_LENGTH;

    /** As a report writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
