// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.exposition;

/** What one line turned out to be. */
sealed interface Line {

    record Read(Sample sample) implements Line {}

    record Skipped(SkipReason reason) implements Line {}

    /** A blank line, a comment, or a metric that nobody asked for. */
    record Ignored() implements Line {}
}
