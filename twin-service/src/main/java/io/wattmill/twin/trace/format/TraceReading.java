// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import io.wattmill.twin.trace.Trace;

import java.util.List;

/** What came of reading a trace. */
public sealed interface TraceReading {

    /** A trace. */
    record Accepted(Trace trace) implements TraceReading {}

    /** None; the first problems in order of their lines. */
    record Refused(List<TraceProblem> problems) implements TraceReading {}
}
