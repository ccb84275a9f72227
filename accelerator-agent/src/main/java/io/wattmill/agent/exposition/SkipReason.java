// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

import java.util.Locale;

/** Why a line gave no sample. */
public enum SkipReason {
    /** The line does not start with a metric name. */
    BAD_NAME,
    /** The braces do not hold {@code name="value"} pairs, or a name stands there twice. */
    BAD_LABELS,
    /** The value, or what follows it, is not a number. */
    BAD_VALUE,
    /** NaN or an infinity: well formed, but nothing was read. */
    NOT_FINITE,
    /** More labels than {@link ExpositionLimits#maxLabels}. */
    TOO_MANY_LABELS,
    /** A label longer than {@link ExpositionLimits#maxTextBytes}. */
    TOO_LONG,
    /** The body has more lines than {@link ExpositionLimits#maxLines}; the rest was not read. */
    TOO_MANY_LINES,
    /** More samples than {@link ExpositionLimits#maxSamples}; the rest was not read. */
    TOO_MANY_SAMPLES;

    /** The reason as a metric label, for example {@code bad-name}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
