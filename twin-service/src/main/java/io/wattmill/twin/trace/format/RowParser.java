// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import io.wattmill.twin.trace.TraceRequest;
import io.wattmill.twin.trace.format.BoundedLines.Line;

import java.util.Optional;

/** Reads the lines of one file, in order. */
interface RowParser {

    /** Most tokens of a prompt or an answer that is believed. */
    int MAX_TOKENS = 16_000_000;

    /** The request on a line, or empty when it holds none or a problem was added. */
    Optional<TraceRequest> parse(Line line, int index, Problems problems);

    /** Heap that it fills beside the requests. */
    default long keptBytes() {
        return 0;
    }
}
